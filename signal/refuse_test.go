package signal

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// Each case breaks a rule over a real socket. Afterwards the call that stands beside it has to be
// as it was.
func TestWhoBreaksARuleIsToldAndHarmsNobody(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	foreign := r.unmadeParty()
	foreign.room = p.room // somebody who has the room id but not the host key

	text := func(s string) func(*client) {
		return func(c *client) { c.sendRaw(websocket.TextMessage, []byte(s)) }
	}
	binary := func(n int) func(*client) {
		return func(c *client) { c.sendRaw(websocket.BinaryMessage, make([]byte, n)) }
	}
	join := func(p *party, host bool, change func(*Join)) func(*client) {
		return func(c *client) {
			m := p.joinMessage(c, host)
			change(m)
			c.send(m)
		}
	}
	create := func(p *party, change func(*Create)) func(*client) {
		return func(c *client) {
			m := p.createMessage(c, 2, 3600)
			change(m)
			c.send(m)
		}
	}
	tests := []struct {
		name string
		do   func(*client)
		want Code
	}{
		{"not JSON", text(`hello`), codeBadMessage},
		{"an unknown kind", text(`{"kind":"dance"}`), codeUnknownKind},
		{"an unknown field", text(`{"kind":"leave","x":1}`), codeUnknownField},
		{"a truncated frame", binary(7), codeBadMessage},
		{"a frame before the join", binary(8), codeWrongState},
		{"a command before the join", text(`{"kind":"connected"}`), codeWrongState},
		{"a leave before the join", text(`{"kind":"leave"}`), codeWrongState},
		{"the largest message that may be", binary(maxMessage), codeWrongState},
		{"a message that is larger by one byte", binary(maxMessage + 1), codeTooLarge},
		{"a message that is far larger", text(strings.Repeat("x", 1<<20)), codeTooLarge},
		{"a join for nobody's room", join(r.unmadeParty(), false, func(*Join) {}), codeRoomGone},
		{"a join by another key", join(p, false, func(m *Join) { m.Key = p.hostKey }),
			codeBadSignature},
		{"a join for another room", join(p, false, func(m *Join) { m.Room[0] ^= 1 }),
			codeBadSignature},
		{"a join for another sid", join(p, false, func(m *Join) { m.SID = host.sid }),
			codeBadSignature},
		{"a host without the host key", join(foreign, true, func(*Join) {}), codeBadSignature},
		{"a roster without the host key", func(c *client) {
			c.sid = SID{1}
			m := p.joinMessage(c, false)
			m.Roster = foreign.roster(member(host, RoleHost))
			c.send(m)
		}, codeBadSignature},
		{"a create by another key", create(r.unmadeParty(),
			func(m *Create) { m.HostKey = p.hostKey }), codeBadSignature},
		{"a create with more seats than signed",
			create(r.unmadeParty(), func(m *Create) { m.Seats++ }), codeBadSignature},
		{"a create with a longer life than signed",
			create(r.unmadeParty(), func(m *Create) { m.Lifetime++ }), codeBadSignature},
		{"a create of a room that is there, by its host, for fewer people",
			create(p, func(*Create) {}), codeRoomExists},
		{"a create of a room that is there, by another host",
			func(c *client) { c.send(foreign.createMessage(c, 3, 3600)) }, codeRoomExists},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := r.connect()
			c.t = t
			test.do(c)
			c.expectEnd(test.want)
		})
	}
	host.quiet()
	guests[0].quiet()
}

func TestAJoinReplayedFromAnotherSocketIsRefused(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	for _, asHost := range []bool{true, false} {
		original := r.connect()
		recorded := p.joinMessage(original, asHost)
		original.send(recorded)
		original.welcome()
		thief := r.connect()
		thief.send(recorded)
		thief.expectEnd(codeBadSignature)
	}
}

func TestAHostSignatureIsGoodForOneJoinKeyOnly(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	c := r.connect()
	recorded := p.joinMessage(c, true).HostSignature
	c.newKey() // the thief's
	m := p.joinMessage(c, false)
	m.HostSignature = recorded
	c.send(m)
	c.expectEnd(codeBadSignature)
}

func TestWhoIsInARoomCannotCreateOrJoinAgain(t *testing.T) {
	r := newRig(t)
	p := r.newParty(6)
	other := r.unmadeParty()
	for name, again := range map[string]func(*client) Message{
		"join":   func(c *client) Message { return p.joinMessage(c, false) },
		"create": func(c *client) Message { return other.createMessage(c, 2, 60) },
	} {
		c := p.knock()
		c.sid = SID{}
		c.send(again(c))
		c.expectEnd(codeWrongState)
		if !other.gone() {
			t.Errorf("%s: there is a room", name)
		}
	}
}

func TestASocketCreatesOneRoomAndMayThenJoinIt(t *testing.T) {
	r := newRig(t)
	p := r.unmadeParty()
	c := r.connect()
	c.send(p.createMessage(c, 2, 60))
	expect[*Created](c)
	c.send(p.joinMessage(c, true))
	c.welcome()

	c = r.connect()
	p, second := r.unmadeParty(), r.unmadeParty()
	c.send(p.createMessage(c, 2, 60))
	expect[*Created](c)
	c.send(second.createMessage(c, 2, 60))
	c.expectEnd(codeWrongState)
}

func TestAServerThatIsClosedForCreatorsSaysSo(t *testing.T) {
	r := newRig(t, func(c *Config) { c.MayCreate = false })
	p := r.unmadeParty()
	c := r.connect()
	c.send(p.createMessage(c, 2, 60))
	c.expectEnd(codeCreateForbidden)
	if !p.gone() {
		t.Error("there is a room")
	}
}

func TestOnlyTheHolderOfACreatorsKeyCreatesWithIt(t *testing.T) {
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	creator := Key(public)
	r := newRig(t, func(c *Config) { c.Creators = func(k Key) bool { return k == creator } })
	for name, test := range map[string]struct {
		change func(c *client, m *Create)
		code   Code
	}{
		"no key": {func(_ *client, m *Create) {
			m.Creator,
				m.CreatorSignature = nil, nil
		}, codeCreateForbidden},
		"no signature": {func(_ *client,
			m *Create) {
			m.CreatorSignature = nil
		}, codeCreateForbidden},
		"a key that is not on the list": {func(_ *client, m *Create) { m.Creator = &m.HostKey },
			codeCreateForbidden},
		"a signature for another host key": {func(_ *client, m *Create) { m.HostKey[0] ^= 1 },
			codeCreateForbidden},
		"a signature over another nonce": {func(c *client, m *Create) {
			other := c.nonce
			other[0] ^= 1
			signature := Signature(ed25519.Sign(secret, CreatorBytes(other, &m.Room, m.HostKey)))
			m.CreatorSignature = &signature
		}, codeCreateForbidden},
		"all as it should be": {func(*client, *Create) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.unmadeParty()
			c := r.connect()
			m := p.createMessage(c, 2, 60)
			signature := Signature(ed25519.Sign(secret, CreatorBytes(c.nonce, &m.Room, m.HostKey)))
			m.Creator, m.CreatorSignature = &creator, &signature
			test.change(c, m)
			c.send(m)
			if test.code == "" {
				expect[*Created](c)
			} else {
				c.expectEnd(test.code)
			}
			if p.gone() != (test.code != "") {
				t.Error("there is a room, or none, against the answer")
			}
		})
	}
}

func TestTheLobbyHoldsEight(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	var waiting []*client
	for range maxKnockers {
		waiting = append(waiting, p.knock())
	}
	ninth := r.connect()
	ninth.send(p.joinMessage(ninth, false))
	ninth.expectEnd(codeLobbyFull)
	host := p.host() // the lobby is not the host's
	if n := len(host.welcomed.Knockers); n != maxKnockers {
		t.Errorf("the host is told of %d knockers", n)
	}
	waiting[0].send(&Leave{})
	expect[*Left](host)
	p.knock()
	expect[*Knock](host)
}
