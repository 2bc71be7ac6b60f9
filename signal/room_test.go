package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
)

func TestTheEndIsToldOnlyWhenTheStoreHasErased(t *testing.T) {
	s := newScript(t)
	host := s.enter(1, true)
	s.install(host)
	s.after(s.room.finishCall(host.socket,
		&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey))
	s.want("erase")
	if to, code := s.room.frame(host.socket, host.sid[:]); to != 0 || code != "" {
		t.Errorf("a frame meanwhile goes to %d and gets %q", to, code)
	}
	if next := s.room.next(); !next.IsZero() {
		t.Errorf("something is due at %v", next)
	}
	s.room.erased()
	s.after("")
	s.want("sendText", "finish", "forget")
}

func TestAFailedEraseIsToldToTheHostAndTriedAgain(t *testing.T) {
	s := newScript(t)
	host, knocker := s.enter(1, true), s.enter(2, false)
	s.install(host)
	s.after(s.room.finishCall(host.socket,
		&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey))
	s.room.eraseFailed(s.now)
	s.after("")
	s.want("finish")
	if got := s.all[0].(finish); got != (finish{host.socket, protocol.CodeInternal}) {
		t.Errorf("the effect is %+v", got)
	}
	s.after(s.room.leave(knocker.socket)) // life goes on
	s.want("finish", "sendText")

	s.now = s.room.expires
	s.pass(0)
	s.want("erase")
	s.room.eraseFailed(s.now)
	s.after("")
	s.pass(retryTime - 1)
	s.want()
	s.pass(1)
	s.want("erase")
}

func TestAJoinThatWasLongUnderWayPutsNobodyOut(t *testing.T) {
	// the same page on another socket; the page after a reload
	for _, newKey := range []byte{1, 2} {
		s := newScript(t)
		s.last = 1
		host := s.enter(newKey, true)
		m := &protocol.Join{Room: s.id, Key: protocol.Key{1}}
		signature := s.sign(protocol.JoinHostBytes(protocol.Nonce{}, &s.id, m.Key))
		m.HostSignature = &signature
		if code := s.after(s.room.join(s.now, 1, s.source, m,
			&s.room.hostKey)); code != protocol.CodeReplaced {
			t.Errorf("key %d: the earlier socket gets %q", newKey, code)
		}
		s.want()
		if s.room.host != host || host.socket != 2 {
			t.Errorf("key %d: the later socket is no longer the host's", newKey)
		}
	}
	s := newScript(t)
	guest := s.enter(1, false)
	late := &protocol.Join{Room: s.id, Key: guest.key}
	if code := s.after(s.room.join(s.now, 0, s.source, late, nil)); code != protocol.CodeReplaced ||
		guest.socket != 1 {
		t.Errorf("the earlier socket of a guest gets %q", code)
	}
}

func TestARoomThatNobodyIsInIsForgotten(t *testing.T) {
	s := newScript(t)
	host := s.enter(1, true)
	s.install(host)
	s.room.lose(s.now, host.socket)
	s.after("")
	s.pass(graceTime - 1)
	s.want()
	s.pass(1)
	s.want("forget")
}

func TestAUsedRoomIsNotForgottenButErased(t *testing.T) {
	s := newScript(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.after(s.room.connected(guest.socket))
	s.want()
	s.after(s.room.connected(guest.socket)) // twice is once
	s.want()
	s.after(s.room.connected(host.socket))
	s.want("note")
	s.after(s.room.connected(host.socket))
	s.want()
	s.room.lose(s.now, host.socket)
	s.room.lose(s.now, guest.socket)
	s.after("")
	s.pass(graceTime)
	s.want() // both are gone, and nobody is there to be told
	if due := s.room.next(); !due.Equal(s.now.Add(emptyTime - graceTime)) {
		t.Errorf("the next is due in %v", due.Sub(s.now))
	}
	s.pass(emptyTime - graceTime)
	s.want("erase")
}

func TestAKnockerIsNotConnected(t *testing.T) {
	s := newScript(t)
	s.enter(1, true)
	if code := s.room.connected(s.enter(2, false).socket); code != protocol.CodeWrongState {
		t.Errorf("got %q", code)
	}
}

func TestRelayTagsHaveNothingToDoWithSidsAndAreNotUsedAgain(t *testing.T) {
	s := newScript(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	tags := map[string]bool{s.room.tag: true}
	for _, p := range []*peer{host, guest} {
		text, _ := p.sid.MarshalText()
		if p.tag == "" || p.tag == string(text) || tags[p.tag] {
			t.Errorf("the tag %q is no fresh one", p.tag)
		}
		tags[p.tag] = true
	}
	tag := guest.tag
	s.install(host)
	s.want("sendText", "finish", "revoke", "sendText", "note")
	if got := s.all[2].(revoke); got.tag != tag {
		t.Errorf("revoked %q, want %q", got.tag, tag)
	}
	guest = s.enter(2, false)
	s.install(host, guest)
	if tags[guest.tag] {
		t.Error("a tag was used again")
	}
}

func TestCredentialsForSomebodyWhoWentAreNotSent(t *testing.T) {
	s := newScript(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	made := Credentials{URLs: []string{"turn:127.0.0.1"}, Expires: s.now.Add(time.Hour)}
	g := grant{guest.sid, guest.tag}
	s.room.granted(s.now, g, made)
	s.after("")
	s.want("sendText")
	s.room.granted(s.now, g, Credentials{Expires: made.Expires}) // a relay with nothing to offer
	s.after("")
	s.want()
	s.room.lose(s.now, guest.socket)
	s.room.granted(s.now, g, made)
	s.after("")
	s.want()
	s.install(host)
	s.room.granted(s.now, g, made)
	s.after("")
	s.want()
}

func TestCredentialsWithoutALifeDoNotMakeABusyLoop(t *testing.T) {
	s := newScript(t)
	host := s.enter(1, true)
	s.install(host)
	s.room.granted(s.now, grant{host.sid, host.tag}, Credentials{URLs: []string{"turn:127.0.0.1"}})
	if due := s.room.next(); due.Sub(s.now) < shortestLife {
		t.Errorf("the next are due in %v", due.Sub(s.now))
	}
}

func TestWhoReloadsOftenDoesNotFillTheLobby(t *testing.T) {
	s := newScript(t)
	host := s.enter(1, true)
	steady := s.enter(2, false)
	for i := range 3 * protocol.MaxKnockers {
		p := s.enter(byte(10+i), false)
		s.now = s.now.Add(6 * time.Second) // more often would be a flood
		s.room.lose(s.now, p.socket)
		s.after("")
	}
	if len(s.room.peers) != 1+protocol.MaxKnockers {
		t.Errorf("%d peers are known", len(s.room.peers))
	}
	if s.room.find(host.sid) == nil || s.room.find(steady.sid) == nil {
		t.Error("somebody who is there gave way")
	}
}

func TestARosterFromAClientIsTakenOnlyIfItFits(t *testing.T) {
	s := newScript(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	newest := s.room.roster
	others := func(n int) []protocol.Member {
		members := []protocol.Member{{SID: host.sid, Key: host.key, Role: protocol.RoleHost}}
		for i := range n {
			members = append(members, protocol.Member{SID: protocol.SID{byte(i + 1)},
				Key: protocol.Key{9}, Role: protocol.RoleGuest})
		}
		return members
	}
	signed := func(epoch uint64, members []protocol.Member) *protocol.Roster {
		return &protocol.Roster{Epoch: epoch, Members: members,
			Signature: s.sign(protocol.RosterBytes(&s.id, epoch, members))}
	}
	tests := []struct {
		name   string
		roster *protocol.Roster
		taken  bool
	}{
		{"an older one", signed(newest.Epoch-1, others(1)), false},
		{"one of the same epoch", signed(newest.Epoch, others(1)), false},
		{"one with more members than seats", signed(newest.Epoch+1, others(3)), false},
		{"one that gives a sid to another key",
			signed(newest.Epoch+1, append(others(1),
				protocol.Member{SID: guest.sid, Key: protocol.Key{8}, Role: protocol.RoleGuest})),
			false},
		{"one that makes the guest the host",
			signed(newest.Epoch+1, []protocol.Member{{SID: guest.sid, Key: guest.key,
				Role: protocol.RoleHost}}), false},
		{"a newer one", signed(newest.Epoch+1, others(2)), true},
	}
	for _, test := range tests {
		before := len(s.room.peers)
		s.room.adopt(s.now, test.roster)
		if taken := s.room.roster == test.roster; taken != test.taken {
			t.Errorf("%s: taken: %v", test.name, taken)
		}
		if !test.taken && len(s.room.peers) != before {
			t.Errorf("%s: it left something behind", test.name)
		}
	}
	s.after("")
	if s.room.find(guest.sid) != nil || len(s.room.peers) != 3 {
		t.Error("the newer roster did not replace the members")
	}
}

func TestWhatComesFromASocketThatNoLongerBelongsIsDropped(t *testing.T) {
	s := newScript(t)
	first := s.enter(1, true)
	old := first.socket
	s.install(first)
	s.enter(3, true) // replaces the first
	for name, code := range map[string]protocol.Code{
		"roster": s.room.setRoster(old, s.roster(first), &s.room.hostKey),
		"deny":   s.room.deny(old, &protocol.Deny{}, protocol.Key{}, &s.room.hostKey),
		"end": s.room.finishCall(old,
			&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey),
		"connected": s.room.connected(old),
		"leave":     s.room.leave(old),
	} {
		if code != "" {
			t.Errorf("%s: got %s", name, code)
		}
	}
	if to, code := s.room.frame(old, make([]byte, 8)); to != 0 || code != "" {
		t.Errorf("a frame goes to %d and gets %q", to, code)
	}
	s.after("")
	s.want()
}
