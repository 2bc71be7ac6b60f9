package signal

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"testing"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

// Each case breaks a rule over a real socket. Afterwards the call that stands beside it has to be
// as it was.
func TestWhoBreaksARuleIsToldAndHarmsNobody(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	foreign := r.uncreatedRoom()
	foreign.room = p.room // somebody who has the room id but not the host key

	text := func(s string) func(*client) {
		return func(c *client) { c.sendRaw(websocket.TextMessage, []byte(s)) }
	}
	binary := func(n int) func(*client) {
		return func(c *client) { c.sendRaw(websocket.BinaryMessage, make([]byte, n)) }
	}
	join := func(p *testRoom, host bool, change func(*protocol.Join)) func(*client) {
		return func(c *client) {
			m := p.joinMessage(c, host)
			change(m)
			c.send(m)
		}
	}
	create := func(p *testRoom, change func(*protocol.Create)) func(*client) {
		return func(c *client) {
			m := p.createMessage(c, 2, 3600)
			change(m)
			c.send(m)
		}
	}
	tests := []struct {
		name string
		do   func(*client)
		want protocol.Code
	}{
		{"not JSON", text(`hello`), protocol.CodeBadMessage},
		{"an unknown kind", text(`{"kind":"dance"}`), protocol.CodeUnknownKind},
		{"an unknown field", text(`{"kind":"leave","x":1}`), protocol.CodeUnknownField},
		{"a truncated frame", binary(7), protocol.CodeBadMessage},
		{"a frame before the join", binary(8), protocol.CodeWrongState},
		{"a command before the join", text(`{"kind":"connected"}`), protocol.CodeWrongState},
		{"a leave before the join", text(`{"kind":"leave"}`), protocol.CodeWrongState},
		{"the largest message that may be", binary(wsconn.MaxMessage), protocol.CodeWrongState},
		{"a message that is larger by one byte", binary(wsconn.MaxMessage + 1),
			protocol.CodeTooLarge},
		{"a message that is far larger", text(strings.Repeat("x", 1<<20)), protocol.CodeTooLarge},
		{"a join for nobody's room", join(r.uncreatedRoom(), false, func(*protocol.Join) {}),
			protocol.CodeRoomGone},
		{"a join by another key", join(p, false, func(m *protocol.Join) { m.Key = p.hostKey }),
			protocol.CodeBadSignature},
		{"a join for another room", join(p, false, func(m *protocol.Join) { m.Room[0] ^= 1 }),
			protocol.CodeBadSignature},
		{"a join for another sid", join(p, false, func(m *protocol.Join) { m.SID = host.sid }),
			protocol.CodeBadSignature},
		{"a host without the host key", join(foreign, true, func(*protocol.Join) {}),
			protocol.CodeBadSignature},
		{"a roster without the host key", func(c *client) {
			c.sid = protocol.SID{1}
			m := p.joinMessage(c, false)
			m.Roster = foreign.roster(member(host, protocol.RoleHost))
			c.send(m)
		}, protocol.CodeBadSignature},
		{"a create by another key", create(r.uncreatedRoom(),
			func(m *protocol.Create) { m.HostKey = p.hostKey }), protocol.CodeBadSignature},
		{"a create with more seats than signed",
			create(r.uncreatedRoom(), func(m *protocol.Create) { m.Seats++ }),
			protocol.CodeBadSignature},
		{"a create with a longer life than signed",
			create(r.uncreatedRoom(), func(m *protocol.Create) { m.Lifetime++ }),
			protocol.CodeBadSignature},
		{"a create of a room that is there, by its host, for fewer people",
			create(p, func(*protocol.Create) {}), protocol.CodeRoomExists},
		{"a create of a room that is there, by another host",
			func(c *client) { c.send(foreign.createMessage(c, 3, 3600)) }, protocol.CodeRoomExists},
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
	r := newTestServer(t)
	p := r.newRoom(2)
	for _, asHost := range []bool{true, false} {
		original := r.connect()
		recorded := p.joinMessage(original, asHost)
		original.send(recorded)
		original.welcome()
		thief := r.connect()
		thief.send(recorded)
		thief.expectEnd(protocol.CodeBadSignature)
	}
}

func TestAHostSignatureIsGoodForOneJoinKeyOnly(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	c := r.connect()
	recorded := p.joinMessage(c, true).HostSignature
	c.newKey() // the thief's
	m := p.joinMessage(c, false)
	m.HostSignature = recorded
	c.send(m)
	c.expectEnd(protocol.CodeBadSignature)
}

func TestWhoIsInARoomCannotCreateOrJoinAgain(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(6)
	other := r.uncreatedRoom()
	for name, again := range map[string]func(*client) protocol.Message{
		"join":   func(c *client) protocol.Message { return p.joinMessage(c, false) },
		"create": func(c *client) protocol.Message { return other.createMessage(c, 2, 60) },
	} {
		c := p.knock()
		c.sid = protocol.SID{}
		c.send(again(c))
		c.expectEnd(protocol.CodeWrongState)
		if !other.gone() {
			t.Errorf("%s: there is a room", name)
		}
	}
}

func TestASocketCreatesOneRoomAndMayThenJoinIt(t *testing.T) {
	r := newTestServer(t)
	p := r.uncreatedRoom()
	c := r.connect()
	c.send(p.createMessage(c, 2, 60))
	expect[*protocol.Created](c)
	c.send(p.joinMessage(c, true))
	c.welcome()

	c = r.connect()
	p, second := r.uncreatedRoom(), r.uncreatedRoom()
	c.send(p.createMessage(c, 2, 60))
	expect[*protocol.Created](c)
	c.send(second.createMessage(c, 2, 60))
	c.expectEnd(protocol.CodeWrongState)
}

func TestAServerThatIsClosedForCreatorsSaysSo(t *testing.T) {
	r := newTestServer(t, func(c *Config) { c.Create.Allowed = false })
	p := r.uncreatedRoom()
	c := r.connect()
	c.send(p.createMessage(c, 2, 60))
	c.expectEnd(protocol.CodeCreateForbidden)
	if !p.gone() {
		t.Error("there is a room")
	}
}

func TestOnlyTheHolderOfACreatorsKeyCreatesWithIt(t *testing.T) {
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	creator := protocol.Key(public)
	r := newTestServer(t, func(c *Config) {
		c.Create.IsCreator = func(k protocol.Key) bool { return k == creator }
	})
	for name, test := range map[string]struct {
		change func(c *client, m *protocol.Create)
		code   protocol.Code
	}{
		"no key": {func(_ *client, m *protocol.Create) {
			m.Creator,
				m.CreatorSignature = nil, nil
		}, protocol.CodeCreateForbidden},
		"no signature": {func(_ *client,
			m *protocol.Create) {
			m.CreatorSignature = nil
		}, protocol.CodeCreateForbidden},
		"a key that is not on the list": {func(_ *client,
			m *protocol.Create) {
			m.Creator = &m.HostKey
		},
			protocol.CodeCreateForbidden},
		"a signature for another host key": {func(_ *client,
			m *protocol.Create) {
			m.HostKey[0] ^= 1
		},
			protocol.CodeCreateForbidden},
		"a signature over another nonce": {func(c *client, m *protocol.Create) {
			other := c.nonce
			other[0] ^= 1
			signature := protocol.Signature(ed25519.Sign(secret,
				protocol.CreatorBytes(other, &m.Room, m.HostKey)))
			m.CreatorSignature = &signature
		}, protocol.CodeCreateForbidden},
		"all as it should be": {func(*client, *protocol.Create) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.uncreatedRoom()
			c := r.connect()
			m := p.createMessage(c, 2, 60)
			signature := protocol.Signature(ed25519.Sign(secret,
				protocol.CreatorBytes(c.nonce, &m.Room, m.HostKey)))
			m.Creator, m.CreatorSignature = &creator, &signature
			test.change(c, m)
			c.send(m)
			if test.code == "" {
				expect[*protocol.Created](c)
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
	r := newTestServer(t)
	p := r.newRoom(2)
	var waiting []*client
	for range protocol.MaxKnockers {
		waiting = append(waiting, p.knock())
	}
	ninth := r.connect()
	ninth.send(p.joinMessage(ninth, false))
	ninth.expectEnd(protocol.CodeLobbyFull)
	host := p.host() // the lobby is not the host's
	if n := len(host.welcomed.Knockers); n != protocol.MaxKnockers {
		t.Errorf("the host is told of %d knockers", n)
	}
	waiting[0].send(&protocol.Leave{})
	expect[*protocol.Left](host)
	p.knock()
	expect[*protocol.Knock](host)
}
