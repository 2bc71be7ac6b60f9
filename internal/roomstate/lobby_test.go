package roomstate

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// tryEnter joins as a knocker from a source.
func (s *roomDriver) tryEnter(key byte, from *sourcelimit.Source) (*peer, protocol.Code) {
	s.last++
	code := s.after(s.room.AcceptJoin(s.now, s.last, from,
		&protocol.Join{Room: s.id, Key: protocol.Key{key}}, nil))
	return s.room.peerAt(s.last), code
}

func TestOneSourceThatFillsTheLobbyShutsNobodyElseOut(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, true)
	flooder, office, guest := &sourcelimit.Source{}, &sourcelimit.Source{}, &sourcelimit.Source{}
	var first, last *peer
	for i := range protocol.MaxKnockers {
		p, code := s.tryEnter(byte(10+i), flooder)
		if code != "" {
			t.Fatalf("knock %d: %s", i, code)
		}
		if last = p; first == nil {
			first = p
		}
	}
	if _, code := s.tryEnter(50, flooder); code != protocol.CodeLobbyFull {
		t.Errorf("the flooder's ninth: %q", code)
	}
	p, code := s.tryEnter(60, guest)
	if code != "" || p == nil {
		t.Fatalf("somebody from elsewhere: %q", code)
	}
	if s.room.peerBySID(last.sid) != nil || s.room.peerBySID(first.sid) == nil {
		t.Error("it was not the newest of the flooder that gave way")
	}
	s.want("EndConn", "SendText", "SendText", "SendText") // the flooder's; left, knock, welcome
	if got := s.all[0].(EndConn); got.Code != protocol.CodeLobbyFull {
		t.Errorf("it gave way with %q", got.Code)
	}
	for i := range 3 { // until all have about the same
		if _, code := s.tryEnter(byte(70+i), office); code != "" {
			t.Errorf("knock %d of an office: %s", i, code)
		}
	}
	if s.room.peerBySID(p.sid) == nil {
		t.Error("who had one place lost it")
	}
	if _, code := s.tryEnter(80, office); code != protocol.CodeLobbyFull {
		t.Errorf("one more than its share: %q", code)
	}
}

func TestKnocksOfOneSourceAreCountedForAMinute(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, true)
	flooder, guest := &sourcelimit.Source{}, &sourcelimit.Source{}
	for i := range maxKnocks {
		p, code := s.tryEnter(byte(10+i), flooder)
		if code != "" {
			t.Fatalf("knock %d: %s", i, code)
		}
		s.after(s.room.LeaveRoom(p.connID, &protocol.Leave{}))
	}
	if _, code := s.tryEnter(50, flooder); code != protocol.CodeTooMany {
		t.Errorf("one more: %q", code)
	}
	if _, code := s.tryEnter(60, guest); code != "" {
		t.Errorf("somebody from elsewhere: %q", code)
	}
	s.now = s.now.Add(time.Minute)
	if _, code := s.tryEnter(70, flooder); code != "" {
		t.Errorf("a minute later: %q", code)
	}
	if len(s.room.knocks) != 1 {
		t.Errorf("%d knocks are remembered", len(s.room.knocks))
	}
}

func TestTheHostComesBackThroughAFullLobby(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	for i := range protocol.MaxKnockers {
		s.tryEnter(byte(10+i), nil)
	}
	s.room.LoseConn(s.now, host.connID)
	s.after("")
	s.enter(1, true)
}
