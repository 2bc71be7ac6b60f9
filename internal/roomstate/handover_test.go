package roomstate

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"einmal/internal/protocol"
)

// handedOver is a roster in which the roles of these two are the other way round, and others follow.
func (s *roomDriver) handedOver(from, to *peer, others ...*peer) *protocol.Roster {
	m := s.roster(append([]*peer{from, to}, others...)...)
	m.Members[0].Role, m.Members[1].Role = protocol.RoleGuest, protocol.RoleHost
	m.Signature = s.sign(protocol.RosterBytes(&s.id, m.Epoch, m.Members))
	return m
}

func (s *roomDriver) set(from *peer, m *protocol.Roster) protocol.Code {
	return s.after(s.room.SetRoster(from.connID, m, &s.room.hostKey))
}

// said lists the kinds of what somebody was told in the last event.
func (s *roomDriver) said(p *peer) (kinds []string) {
	for _, e := range s.all {
		if text, ok := e.(SendText); ok && text.To == p.connID {
			var m struct{ Kind, Code string }
			json.Unmarshal(text.Data, &m)
			kinds = append(kinds, strings.TrimSuffix(m.Kind+" "+m.Code, " "))
		}
	}
	return kinds
}

func TestTheHostHandsOver(t *testing.T) {
	s := newRoomDriver(t)
	host, guest, knocker := s.enter(1, true), s.enter(2, false), s.enter(3, false)
	s.install(host, guest)
	if code := s.set(host, s.handedOver(host, guest)); code != "" {
		t.Fatalf("refused: %q", code)
	}
	if s.room.host != guest || guest.currentRole() != protocol.RoleHost ||
		host.currentRole() != protocol.RoleGuest {
		t.Fatal("the role has not moved")
	}
	s.want("SendText", "SendText", "SendText", "SendText") // no socket ends, and no relay
	for p, want := range map[*peer][]string{
		host: {"roster"}, guest: {"roster", "knock"}, knocker: {"host"}} {
		if got := s.said(p); !slices.Equal(got, want) {
			t.Errorf("%v is told %q, want %q", p.key[0], got, want)
		}
	}
	// the new host commands, and the former one does not
	for p, want := range map[*peer]protocol.Code{host: protocol.CodeWrongState, guest: ""} {
		m := s.roster(host, guest)
		if _, key, _ := s.room.CommandContext(p.connID, m); (key != nil) != (want == "") {
			t.Errorf("%d: the command is checked under %v", p.key[0], key)
		}
		if code := s.set(p, m); code != want {
			t.Errorf("%d: its roster gets %q", p.key[0], code)
		}
	}
	frame := slices.Clone(knocker.sid[:])
	if _, code := s.room.RouteFrame(host.connID, frame); code != protocol.CodeUnknownPeer {
		t.Errorf("the former host reaches who knocks: %q", code)
	}
	if to, _ := s.room.RouteFrame(guest.connID, frame); to != knocker.connID {
		t.Error("the new host does not")
	}
	// it is the new host's being away that counts
	s.room.LoseConn(s.now, host.connID)
	s.after("")
	s.want()
	s.room.LoseConn(s.now, guest.connID)
	s.after("")
	if got := s.said(knocker); !slices.Equal(got, []string{"host"}) {
		t.Errorf("who knocks is told %q", got)
	}
}

func TestNobodyElseBecomesTheHost(t *testing.T) {
	type try func(s *roomDriver, host, guest, knocker *peer) (*peer, *protocol.Roster)
	for name, c := range map[string]struct {
		make try
		code protocol.Code
	}{
		"a guest says it of another": {func(s *roomDriver, host, guest,
			_ *peer) (*peer, *protocol.Roster) {
			other := s.enter(4, false)
			s.install(host, guest, other)
			return other, s.handedOver(host, guest, other)
		}, protocol.CodeWrongState},
		"to who knocks": {func(s *roomDriver, host, guest, knocker *peer) (*peer, *protocol.Roster) {
			return host, s.handedOver(host, knocker, guest)
		}, ""},
		"to a stranger": {func(s *roomDriver, host, _, _ *peer) (*peer, *protocol.Roster) {
			return host, s.handedOver(host, &peer{sid: protocol.SID{9}, key: protocol.Key{9}})
		}, ""},
		"to somebody under another key": {func(s *roomDriver, host, guest,
			_ *peer) (*peer, *protocol.Roster) {
			return host, s.handedOver(host, &peer{sid: guest.sid, key: protocol.Key{9}})
		}, ""},
		"to a member without a socket": {func(s *roomDriver, host, guest,
			_ *peer) (*peer, *protocol.Roster) {
			s.room.LoseConn(s.now, guest.connID)
			s.after("")
			return host, s.handedOver(host, guest)
		}, ""},
		"without a line of its own": {func(s *roomDriver, host, guest,
			_ *peer) (*peer, *protocol.Roster) {
			m := s.handedOver(host, guest)
			m.Members = m.Members[1:]
			return host, m
		}, ""},
		"an old one": {func(s *roomDriver, host, guest, _ *peer) (*peer, *protocol.Roster) {
			m := s.handedOver(host, guest)
			m.Epoch = s.room.roster.Epoch
			return host, m
		}, protocol.CodeStaleEpoch},
	} {
		s := newRoomDriver(t)
		host, guest, knocker := s.enter(1, true), s.enter(2, false), s.enter(3, false)
		s.install(host, guest)
		from, m := c.make(s, host, guest, knocker)
		before := s.room.roster
		if code := s.set(from, m); code != c.code {
			t.Errorf("%s: %q", name, code)
		}
		if c.code == "" && !slices.Equal(s.said(host), []string{"error unknown-peer"}) {
			t.Errorf("%s: the host is told %q", name, s.said(host))
		}
		if s.room.host != host || s.room.roster != before || !host.isHost || guest.isHost ||
			knocker.isHost {
			t.Errorf("%s: something has changed", name)
		}
	}
}

// resume joins under a known sid and key.
func (s *roomDriver) resume(p *peer, asHost bool, known *protocol.Roster) protocol.Code {
	s.last++
	m := &protocol.Join{Room: s.id, Key: p.key, SID: p.sid, Roster: known}
	if asHost {
		m.HostSignature = new(protocol.Signature)
	}
	return s.after(s.room.AcceptJoin(s.now, s.last, s.source, m, &s.room.hostKey))
}

func TestWhoDidNotHearOfAHandOverComesBackInTheRoleThatItHasNow(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.set(host, s.handedOver(host, guest))
	for _, p := range []*peer{host, guest} {
		s.room.LoseConn(s.now, p.connID)
		s.after("")
		// as what they take themselves for
		if code := s.resume(p, p == host, nil); code != "" || p.connID != s.last {
			t.Errorf("%d gets %q, and is not back", p.key[0], code)
		}
	}
	if s.room.host != guest || host.connID == 0 || host.isHost {
		t.Error("the former host has put the new one out")
	}
}

func TestAHandOverThatTheServerHasForgottenIsTold(t *testing.T) {
	s := newRoomDriver(t)
	host, guest, knocker := s.enter(1, true), s.enter(2, false), s.enter(3, false)
	s.install(host, guest)
	if code := s.resume(guest, true, s.handedOver(host, guest)); code != "" {
		t.Fatalf("got %q", code)
	}
	if s.room.host != guest || host.isHost || host.connID == 0 {
		t.Error("the role has not moved")
	}
	if got := s.said(knocker); !slices.Contains(got, "host") {
		t.Errorf("who knocks is told %q", got)
	}
	// one without the former host's line as well: it was taken off
	s = newRoomDriver(t)
	host, guest = s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	m := s.handedOver(host, guest)
	m.Members = m.Members[1:]
	s.resume(guest, false, m)
	if s.room.host != guest || !guest.isHost || s.room.peerBySID(host.sid) != nil {
		t.Error("a roster without the former host has not moved the role")
	}
}

func TestTheNewestListSaysWhoIsTheHost(t *testing.T) {
	for name, c := range map[string]struct {
		signsFirst bool // the new host does
		without    bool // the former host has taken the new one off
		age        int  // of the former host's list, in epochs before the newest
		code       protocol.Code
		isBack     bool
	}{
		"signed before it knew":               {isBack: true},
		"and the new one is taken off":        {without: true, isBack: true},
		"newer than the new host's":           {signsFirst: true, isBack: true},
		"older than the new host's":           {signsFirst: true, age: 2, code: protocol.CodeStaleEpoch},
		"older, and the new one is taken off": {true, true, 2, protocol.CodeStaleEpoch, false},
	} {
		s := newRoomDriver(t)
		host, guest, knocker := s.enter(1, true), s.enter(2, false), s.enter(3, false)
		s.install(host, guest)
		s.set(host, s.handedOver(host, guest))
		if c.signsFirst {
			s.set(guest, s.roster(host, guest))
		}
		m := s.handedOver(guest, host)
		if c.without {
			m.Members = m.Members[1:]
		}
		m.Epoch -= uint64(c.age)
		if _, key, _ := s.room.CommandContext(host.connID, m); key == nil {
			t.Errorf("%s: it is not checked", name)
		}
		if code := s.after(s.room.SetRoster(host.connID, m, nil)); code != protocol.CodeBadSignature {
			t.Errorf("%s: without the host's signature it gets %q", name, code)
		}
		if code := s.set(host, m); code != c.code {
			t.Errorf("%s: it gets %q", name, code)
		}
		if (s.room.host == host) != c.isBack || host.isHost != c.isBack || guest.isHost == c.isBack {
			t.Errorf("%s: another is the host", name)
		}
		if got := s.said(knocker); c.isBack != slices.Equal(got, []string{"host"}) {
			t.Errorf("%s: who knocks is told %q", name, got)
		}
		if isGone := s.room.peerBySID(guest.sid) == nil; isGone != (c.without && c.isBack) {
			t.Errorf("%s: the former one is gone: %v", name, isGone)
		}
		if isKept := s.room.removal == m.Epoch; isKept != (c.without && c.isBack) {
			t.Errorf("%s: it counts as a removal: %v", name, isKept)
		}
	}
}

func TestAHandOverThatIsOverIsNotAgain(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	handedOver := s.handedOver(host, guest)
	s.set(host, s.roster(host, guest)) // signed since, by who is the host there
	// whoever has followed it, before a restart say, comes back as what it is now
	if code := s.resume(guest, true, handedOver); code != "" || guest.connID != s.last {
		t.Errorf("it gets %q, and is not back", code)
	}
	if s.room.host != host || guest.isHost || host.connID == 0 {
		t.Error("it has put the host out")
	}
}
