package signal

import (
	"testing"
)

func TestHostCommandsOfOthersAreRefused(t *testing.T) {
	r := newRig(t)
	p := r.newParty(6)
	host, guests := p.call(4)
	knocker := p.knock()
	expect[*Knock](host)
	// Even with the host's own signature: the command has to come over the host's socket.
	commands := []Message{
		p.roster(p.members...),
		&Deny{knocker.sid, p.sign(denyBytes(&p.room, knocker.sid, knocker.key))},
		p.end(),
	}
	for i, m := range commands {
		guests[i].send(m)
		guests[i].expectEnd(codeWrongState)
		other := p.knock()
		expect[*Knock](host)
		other.send(m)
		other.expectEnd(codeWrongState)
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
	r := newRig(t)
	for name, forge := range map[string]func(*party, *client, *client) Message{
		"roster": func(p *party, host, knocker *client) Message {
			m := p.roster(member(host, RoleHost), member(knocker, RoleGuest))
			m.Epoch++
			return m
		},
		"roster with another order": func(p *party, host, knocker *client) Message {
			m := p.roster(member(host, RoleHost), member(knocker, RoleGuest))
			m.Members[0], m.Members[1] = m.Members[1], m.Members[0]
			return m
		},
		"deny": func(p *party, host, knocker *client) Message {
			return &Deny{knocker.sid, p.sign(denyBytes(&p.room, host.sid, knocker.key))}
		},
		"deny of another who had the sid": func(p *party, host, knocker *client) Message {
			return &Deny{knocker.sid, p.sign(denyBytes(&p.room, knocker.sid, host.key))}
		},
		"end": func(p *party, host, _ *client) Message {
			return &End{p.sign(EndBytes(&RoomID{}))}
		},
	} {
		p := r.newParty(2)
		host := p.host()
		knocker := p.knock()
		expect[*Knock](host)
		host.send(forge(p, host, knocker))
		host.expectEnd(codeBadSignature)
		expect[*Host](knocker) // the host is away
		knocker.quiet()
		if p.gone() {
			t.Errorf("%s: the room was ended", name)
		}
	}
}

func TestARosterThatDoesNotFitIsRefusedAndTheCallGoesOn(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*Knock](host)
	h, g, k := member(host, RoleHost), member(guests[0], RoleGuest), member(knocker, RoleGuest)
	otherKey := Member{k.SID, g.Key, RoleGuest}
	tests := []struct {
		name   string
		roster *Roster
		want   Code
	}{
		{"more than the seats", p.roster(h, g, k), codeRoomFull},
		{"the same epoch", p.rosterAt(p.newest.Epoch, h), codeStaleEpoch},
		{"an older epoch", p.rosterAt(p.newest.Epoch-1, h), codeStaleEpoch},
		{"somebody under another key", p.roster(h, otherKey), codeUnknownPeer},
		{"another host", p.roster(Member{g.SID, g.Key, RoleHost}, Member{h.SID, h.Key, RoleGuest}),
			codeUnknownPeer},
		{"a knocker as the host", p.roster(Member{k.SID, k.Key, RoleHost}), codeUnknownPeer},
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
	r := newRig(t)
	p := r.newParty(4)
	host, guests := p.call(1)
	left, stays := p.knock(), p.knock()
	expect[*Knock](host)
	expect[*Knock](host)
	left.send(&Leave{})
	expect[*Left](host)
	// the host had not heard of it yet
	list := append(p.members, member(left, RoleGuest), member(stays, RoleGuest))
	p.install(host, list, guests[0], stays)
	if l := expect[*Left](host); l.SID != left.sid {
		t.Error("the host was told of somebody else")
	}
	guests[0].quiet()
	p.install(host, []Member{list[0], list[1], list[3]}, guests[0], stays)
}

func TestAnUnknownPeerInARosterIsNamed(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	host.send(p.roster(member(host, RoleHost), Member{guests[0].sid, Key{1}, RoleGuest}))
	if e := expect[*Error](host); e.Code != codeUnknownPeer || e.SID != guests[0].sid {
		t.Errorf("the host is told %+v", e)
	}
}
