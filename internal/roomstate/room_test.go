package roomstate

import (
	"testing"
	"time"

	"einmal/internal/protocol"
)

func TestTheEndIsToldOnlyWhenTheStoreHasErased(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	s.install(host)
	s.after(s.room.EndCall(host.connID,
		&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey))
	s.want("EraseRoom")
	if to, code := s.room.RouteFrame(host.connID, host.sid[:]); to != 0 || code != "" {
		t.Errorf("a frame meanwhile goes to %d and gets %q", to, code)
	}
	if next := s.room.NextTick(); !next.IsZero() {
		t.Errorf("something is due at %v", next)
	}
	s.room.EraseDone()
	s.after("")
	s.want("SendText", "EndConn", "ForgetRoom")
}

func TestAFailedEraseIsToldToTheHostAndTriedAgain(t *testing.T) {
	s := newRoomDriver(t)
	host, knocker := s.enter(1, true), s.enter(2, false)
	s.install(host)
	s.after(s.room.EndCall(host.connID,
		&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey))
	s.room.EraseFailed(s.now)
	s.after("")
	s.want("EndConn")
	if got := s.all[0].(EndConn); got != (EndConn{host.connID, protocol.CodeInternal}) {
		t.Errorf("the effect is %+v", got)
	}
	s.after(s.room.LeaveRoom(knocker.connID, &protocol.Leave{})) // life goes on
	s.want("EndConn", "SendText")

	s.now = s.room.expires
	s.room.LoseConn(s.now, host.connID)
	s.pass(0)
	s.want("EraseRoom")
	s.room.EraseFailed(s.now)
	s.after("")
	s.pass(RetryTime - 1)
	s.want()
	s.pass(1)
	s.want("EraseRoom")
}

func TestAJoinThatWasLongUnderWayPutsNobodyOut(t *testing.T) {
	// the same page on another socket; the page after a reload
	for _, newKey := range []byte{1, 2} {
		s := newRoomDriver(t)
		s.last = 1
		host := s.enter(newKey, true)
		m := &protocol.Join{Room: s.id, Key: protocol.Key{1}}
		signature := s.sign(protocol.JoinHostBytes(protocol.Nonce{}, &s.id, m.Key))
		m.HostSignature = &signature
		if code := s.after(s.room.AcceptJoin(s.now, 1, s.source, m,
			&s.room.hostKey)); code != protocol.CodeReplaced {
			t.Errorf("key %d: the earlier socket gets %q", newKey, code)
		}
		s.want()
		if s.room.host != host || host.connID != 2 {
			t.Errorf("key %d: the later socket is no longer the host's", newKey)
		}
	}
	s := newRoomDriver(t)
	guest := s.enter(1, false)
	late := &protocol.Join{Room: s.id, Key: guest.key}
	if code := s.after(s.room.AcceptJoin(s.now, 0, s.source, late,
		nil)); code != protocol.CodeReplaced ||
		guest.connID != 1 {
		t.Errorf("the earlier socket of a guest gets %q", code)
	}
}

func TestARoomThatNobodyIsInIsForgotten(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	s.install(host)
	s.room.LoseConn(s.now, host.connID)
	s.after("")
	s.pass(GraceTime - 1)
	s.want()
	s.pass(1)
	s.want("ForgetRoom")
}

func TestAUsedRoomIsNotForgottenButErased(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.after(s.room.ReportConnected(guest.connID))
	s.want()
	s.after(s.room.ReportConnected(guest.connID)) // twice is once
	s.want()
	s.after(s.room.ReportConnected(host.connID))
	s.want("SaveRecord")
	s.after(s.room.ReportConnected(host.connID))
	s.want()
	s.room.LoseConn(s.now, host.connID)
	s.room.LoseConn(s.now, guest.connID)
	s.after("")
	s.pass(GraceTime)
	s.want() // both are gone, and nobody is there to be told
	if due := s.room.NextTick(); !due.Equal(s.now.Add(EmptyTime - GraceTime)) {
		t.Errorf("the next is due in %v", due.Sub(s.now))
	}
	s.pass(EmptyTime - GraceTime)
	s.want("EraseRoom")
}

func TestAKnockerIsNotConnected(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, true)
	if code := s.room.ReportConnected(s.enter(2, false).connID); code != protocol.CodeWrongState {
		t.Errorf("got %q", code)
	}
}

func TestRelayTagsHaveNothingToDoWithSidsAndAreNotUsedAgain(t *testing.T) {
	s := newRoomDriver(t)
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
	s.want("SendText", "EndConn", "RevokeRelay", "SendText", "SaveRecord")
	if got := s.all[2].(RevokeRelay); got.Tag != tag {
		t.Errorf("revoked %q, want %q", got.Tag, tag)
	}
	guest = s.enter(2, false)
	s.install(host, guest)
	if tags[guest.tag] {
		t.Error("a tag was used again")
	}
}

func TestCredentialsForSomebodyWhoWentAreNotSent(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	made, expires := &protocol.RelayAccess{URLs: []string{"turn:127.0.0.1"}}, s.now.Add(time.Hour)
	g := GrantRelay{guest.sid, guest.tag}
	s.room.CredentialsGranted(s.now, g, made, expires)
	s.after("")
	s.want("SendText")
	// a relay with nothing to offer
	s.room.CredentialsGranted(s.now, g, &protocol.RelayAccess{}, expires)
	s.after("")
	s.want()
	s.room.LoseConn(s.now, guest.connID)
	s.room.CredentialsGranted(s.now, g, made, expires)
	s.after("")
	s.want()
	s.install(host)
	s.room.CredentialsGranted(s.now, g, made, expires)
	s.after("")
	s.want()
}

func TestCredentialsWithoutALifeDoNotMakeABusyLoop(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	s.install(host)
	s.room.CredentialsGranted(s.now, GrantRelay{host.sid, host.tag},
		&protocol.RelayAccess{URLs: []string{"turn:127.0.0.1"}}, time.Time{})
	if due := s.room.NextTick(); due.Sub(s.now) < shortestLife {
		t.Errorf("the next are due in %v", due.Sub(s.now))
	}
}

func TestWhoReloadsOftenDoesNotFillTheLobby(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	steady := s.enter(2, false)
	for i := range 3 * protocol.MaxKnockers {
		p := s.enter(byte(10+i), false)
		s.now = s.now.Add(6 * time.Second) // more often would be a flood
		s.room.LoseConn(s.now, p.connID)
		s.after("")
	}
	if len(s.room.peers) != 1+protocol.MaxKnockers {
		t.Errorf("%d peers are known", len(s.room.peers))
	}
	if s.room.peerBySID(host.sid) == nil || s.room.peerBySID(steady.sid) == nil {
		t.Error("somebody who is there gave way")
	}
}

func TestARosterFromAClientIsTakenOnlyIfItFits(t *testing.T) {
	s := newRoomDriver(t)
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
		{"one that makes a guest under another key the host",
			signed(newest.Epoch+1, []protocol.Member{{SID: guest.sid, Key: protocol.Key{8},
				Role: protocol.RoleHost}}), false},
		{"a newer one", signed(newest.Epoch+1, others(2)), true},
	}
	for _, test := range tests {
		before := len(s.room.peers)
		s.room.adoptRoster(s.now, test.roster)
		if taken := s.room.roster == test.roster; taken != test.taken {
			t.Errorf("%s: taken: %v", test.name, taken)
		}
		if !test.taken && len(s.room.peers) != before {
			t.Errorf("%s: it left something behind", test.name)
		}
	}
	s.after("")
	if s.room.peerBySID(guest.sid) != nil || len(s.room.peers) != 3 {
		t.Error("the newer roster did not replace the members")
	}
}

func TestWhatComesFromASocketThatNoLongerBelongsIsDropped(t *testing.T) {
	s := newRoomDriver(t)
	first := s.enter(1, true)
	old := first.connID
	s.install(first)
	s.enter(3, true) // replaces the first
	for name, code := range map[string]protocol.Code{
		"roster": s.room.SetRoster(old, s.roster(first), &s.room.hostKey),
		"deny":   s.room.DenyKnocker(old, &protocol.Deny{}, protocol.Key{}, &s.room.hostKey),
		"end": s.room.EndCall(old,
			&protocol.End{Signature: s.sign(protocol.EndBytes(&s.id))}, &s.room.hostKey),
		"connected": s.room.ReportConnected(old),
		"leave":     s.room.LeaveRoom(old, &protocol.Leave{}),
	} {
		if code != "" {
			t.Errorf("%s: got %s", name, code)
		}
	}
	if to, code := s.room.RouteFrame(old, make([]byte, 8)); to != 0 || code != "" {
		t.Errorf("a frame goes to %d and gets %q", to, code)
	}
	s.after("")
	s.want()
}
