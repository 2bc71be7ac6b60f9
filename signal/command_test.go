package signal

import (
	"testing"

	"einmal/internal/protocol"
)

func TestHostCommandsOfOthersAreRefused(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(6)
	host, guests := p.call(4)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	// Even with the host's own signature: the command has to come over the host's socket.
	commands := []protocol.Message{
		p.roster(p.members...),
		&protocol.Deny{SID: knocker.sid, Signature: p.sign(protocol.DenyBytes(&p.room, knocker.sid,
			knocker.key))},
		p.end(),
	}
	for i, m := range commands {
		guests[i].send(m)
		guests[i].expectEnd(protocol.CodeWrongState)
		other := p.knock()
		expect[*protocol.Knock](host)
		other.send(m)
		other.expectEnd(protocol.CodeWrongState)
	}
	if p.gone() {
		t.Error("the room was ended")
	}
	host.frame(knocker.sid, "you are still here")
	expect[gotFrame](knocker)
	host.quiet()
	guests[3].quiet()
}

func TestForgedHostCommandsAreRefused(t *testing.T) {
	r := newTestServer(t)
	for name, forge := range map[string]func(*testRoom, *client, *client) protocol.Message{
		"roster": func(p *testRoom, host, knocker *client) protocol.Message {
			m := p.roster(member(host, protocol.RoleHost), member(knocker, protocol.RoleGuest))
			m.Epoch++
			return m
		},
		"roster with another order": func(p *testRoom, host, knocker *client) protocol.Message {
			m := p.roster(member(host, protocol.RoleHost), member(knocker, protocol.RoleGuest))
			m.Members[0], m.Members[1] = m.Members[1], m.Members[0]
			return m
		},
		"deny": func(p *testRoom, host, knocker *client) protocol.Message {
			return &protocol.Deny{SID: knocker.sid,
				Signature: p.sign(protocol.DenyBytes(&p.room, host.sid, knocker.key))}
		},
		"deny of another who had the sid": func(p *testRoom, host,
			knocker *client) protocol.Message {
			return &protocol.Deny{SID: knocker.sid,
				Signature: p.sign(protocol.DenyBytes(&p.room, knocker.sid, host.key))}
		},
		"end": func(p *testRoom, host, _ *client) protocol.Message {
			return &protocol.End{Signature: p.sign(protocol.EndBytes(&protocol.RoomID{}))}
		},
	} {
		p := r.newRoom(2)
		host := p.host()
		knocker := p.knock()
		expect[*protocol.Knock](host)
		host.send(forge(p, host, knocker))
		host.expectEnd(protocol.CodeBadSignature)
		expect[*protocol.Host](knocker) // the host is away
		knocker.quiet()
		if p.gone() {
			t.Errorf("%s: the room was ended", name)
		}
	}
}

func TestARosterThatDoesNotFitIsRefusedAndTheCallGoesOn(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	h, g, k := member(host, protocol.RoleHost), member(guests[0],
		protocol.RoleGuest), member(knocker, protocol.RoleGuest)
	otherKey := protocol.Member{SID: k.SID, Key: g.Key, Role: protocol.RoleGuest}
	tests := []struct {
		name   string
		roster *protocol.Roster
		want   protocol.Code
	}{
		{"more than the seats", p.roster(h, g, k), protocol.CodeRoomFull},
		{"the same epoch", p.rosterAt(p.newest.Epoch, h), protocol.CodeStaleEpoch},
		{"an older epoch", p.rosterAt(p.newest.Epoch-1, h), protocol.CodeStaleEpoch},
		{"somebody under another key", p.roster(h, otherKey), protocol.CodeUnknownPeer},
		{"another host", p.roster(protocol.Member{SID: g.SID, Key: g.Key, Role: protocol.RoleHost},
			k), protocol.CodeUnknownPeer},
		{"a knocker as the host", p.roster(protocol.Member{SID: k.SID, Key: k.Key,
			Role: protocol.RoleHost}), protocol.CodeUnknownPeer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			host.t = t
			host.send(test.roster)
			host.expectError(test.want)
		})
	}
	guests[0].quiet()
	knocker.quiet()
}

func TestTheHostIsToldAtOnceThatSomebodyItListsHasLeft(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(4)
	host, guests := p.call(1)
	left, stays := p.knock(), p.knock()
	expect[*protocol.Knock](host)
	expect[*protocol.Knock](host)
	left.send(&protocol.Leave{})
	expect[*protocol.Left](host)
	// the host had not heard of it yet
	list := append(p.members, member(left, protocol.RoleGuest), member(stays, protocol.RoleGuest))
	p.install(host, list, guests[0], stays)
	if l := expect[*protocol.Left](host); l.SID != left.sid {
		t.Error("the host was told of somebody else")
	}
	guests[0].quiet()
	p.install(host, []protocol.Member{list[0], list[1], list[3]}, guests[0], stays)
}

func TestAnUnknownPeerInARosterIsNamed(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	host.send(p.roster(member(host, protocol.RoleHost),
		protocol.Member{SID: guests[0].sid, Key: protocol.Key{1}, Role: protocol.RoleGuest}))
	if e := expect[*protocol.Error](host); e.Code != protocol.CodeUnknownPeer ||
		e.SID != guests[0].sid {
		t.Errorf("the host is told %+v", e)
	}
}

func TestTheHostHandsOverAndTheFormerOneIsAGuest(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	h, g := member(host, protocol.RoleGuest), member(guests[0], protocol.RoleHost)
	host.send(p.roster(h, g))
	for _, c := range []*client{host, guests[0]} {
		if m := expect[*protocol.Roster](c); m.FindMember(g.SID).Role != protocol.RoleHost {
			t.Errorf("the roster is %+v", m)
		}
	}
	if m := expect[*protocol.Knock](guests[0]); m.SID != knocker.sid {
		t.Error("somebody else knocks")
	}
	if m := expect[*protocol.Host](knocker); m.Host != g.SID || m.Away {
		t.Errorf("who waits is told %+v", m)
	}
	k := member(knocker, protocol.RoleGuest)
	guests[0].send(p.roster(h, g, k))
	expect[*protocol.Roster](knocker)
	// whoever has the host link can take the role back
	again := r.connect()
	again.send(p.joinMessage(again, true))
	if w := again.welcome(); w.Role != protocol.RoleHost {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*protocol.Roster](guests[0])
	guests[0].expectEnd(protocol.CodeReplaced)
	host.send(p.end())
	expect[*protocol.Roster](host)
	host.expectEnd(protocol.CodeWrongState)
}
