package roomstate

import (
	"testing"
	"time"

	"einmal/internal/protocol"
)

// newUsedRoom is a room in the middle of its call.
func newUsedRoom(t *testing.T) (s *roomDriver, host, guest *peer) {
	s = newRoomDriver(t)
	host, guest = s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.after(s.room.ReportConnected(guest.connID))
	s.after(s.room.ReportConnected(host.connID))
	s.saved(false)
	s.pass(restTime)
	return s, host, guest
}

func (s *roomDriver) leave(p *peer, keep bool) {
	s.after(s.room.LeaveRoom(p.connID, &protocol.Leave{Keep: keep}))
}

func (s *roomDriver) wantEnd(at ConnID, code protocol.Code) {
	s.t.Helper()
	for _, e := range s.all {
		if e == (EndConn{at, code}) {
			return
		}
	}
	s.t.Errorf("the effects are %+v, want the end of %d with %q", s.all, at, code)
}

func TestAHostIsPromisedThatTheRoomStaysOnceThatIsOnDisk(t *testing.T) {
	s, host, _ := newUsedRoom(t)
	at := host.connID
	s.leave(host, true)
	s.want("SaveRecord", "RevokeRelay", "SendText")
	s.saved(true)
	s.want()
	s.pass(firstRewrite)
	s.want("SaveRecord")
	s.saved(false)
	s.want("EndConn")
	s.wantEnd(at, "")
	s.pass(restTime)
	s.want() // once
}

// TestAPromiseIsOfWhatIsWritten: a write that began before says nothing of it.
func TestAPromiseIsOfWhatIsWritten(t *testing.T) {
	s, host, guest := newUsedRoom(t)
	other := s.enter(3, false)
	s.install(host, guest, other)
	s.install(host, guest) // a removal
	if s.saves() != 1 {
		t.Fatalf("the effects are %v", s.kinds())
	}
	s.room.BeginSave()
	at := host.connID
	s.leave(host, true)
	s.room.RecordSaved(s.now, false)
	s.after("")
	s.want()
	s.pass(restTime)
	s.want("SaveRecord")
	s.saved(false)
	s.wantEnd(at, "")
}

func TestWhoKeepsWhatIsKeptIsLetGoAtOnce(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	at := host.connID
	s.leave(host, true)
	s.wantEnd(at, "")
}

func TestWhoWaitsForThePromiseHearsThatTheRoomIsOver(t *testing.T) {
	s, host, _ := newUsedRoom(t)
	at := host.connID
	s.leave(host, true)
	s.saved(true)
	s.room.EndByOperator()
	s.after("")
	s.room.EraseDone()
	s.after("")
	s.wantEnd(at, protocol.CodeEndedByOperator)
}

// TestNothingIsPromisedOfARoomThatIsBeingErased: the write is through before the room is erased.
func TestNothingIsPromisedOfARoomThatIsBeingErased(t *testing.T) {
	for _, erased := range []bool{true, false} {
		s, host, _ := newUsedRoom(t)
		at := host.connID
		s.leave(host, true)
		s.room.EndByOperator()
		s.after("")
		s.saved(false)
		s.want()
		code := protocol.Code("")
		if erased {
			s.room.EraseDone()
			code = protocol.CodeEndedByOperator
		} else {
			s.room.EraseFailed(s.now)
		}
		s.after("")
		s.wantEnd(at, code)
	}
}

func TestWhoDoesNotWaitForThePromiseIsForgotten(t *testing.T) {
	s, host, _ := newUsedRoom(t)
	at := host.connID
	s.leave(host, true)
	s.room.LoseConn(s.now, at)
	s.after("")
	s.saved(false)
	s.want()
}

// TestAMoveIsTheHostsWordThatTheRoomStays, also to those who are in it.
func TestAMoveIsTheHostsWordThatTheRoomStays(t *testing.T) {
	s, host, guest := newUsedRoom(t)
	move := func() {
		t.Helper()
		if code := s.after(s.room.BeginMove(s.now, &s.room.hostKey)); code != "" {
			t.Fatal(code)
		}
	}
	move()
	if removal := s.room.RemovalIfKept(); removal != s.epoch {
		t.Errorf("with it is written that no list below %d holds", removal)
	}
	s.room.MoveDone(s.now.Add(99*time.Hour), protocol.Appointment{})
	s.after("")
	s.saved(false)
	if s.room.used || s.room.removal != s.epoch {
		t.Errorf("used is %v, removal %d", s.room.used, s.room.removal)
	}
	s.after(s.room.ReportConnected(host.connID)) // whose line was interrupted
	if s.room.used {
		t.Error("it is used although the guest has not come in anew")
	}
	s.after(s.room.ReportConnected(guest.connID))
	if !s.room.used {
		t.Error("it is not used although both have come in anew")
	}
}

// TestARoomDoesNotGoWhileItIsMoved: the two minutes end while the move is on its way to the disk.
func TestARoomDoesNotGoWhileItIsMoved(t *testing.T) {
	s, host, guest := newUsedRoom(t)
	s.room.LoseConn(s.now, host.connID)
	s.room.LoseConn(s.now, guest.connID)
	s.after("")
	s.pass(EmptyTime - 1)
	s.after(s.room.BeginMove(s.now, &s.room.hostKey))
	s.pass(time.Second)
	s.want()
	if next := s.room.NextTick(); !next.IsZero() && !next.After(s.now) {
		t.Errorf("the next is due at %v, which is over", next)
	}
	s.room.MoveFailed()
	s.pass(0)
	s.want("EraseRoom")
}

// TestAKeptRoomWhoseListIsNotKnownHadOne: after a restart, until somebody brings it.
func TestAKeptRoomWhoseListIsNotKnownHadOne(t *testing.T) {
	s := newRoomDriver(t)
	s.room.used, s.epoch = true, 9
	s.after(s.room.BeginMove(s.now, &s.room.hostKey))
	s.room.MoveDone(s.now.Add(99*time.Hour), protocol.Appointment{})
	s.after("")
	s.install(s.enter(1, true))
	if s.room.removal != s.epoch {
		t.Error("whom the list before named is not known, and may be missing")
	}
}

// TestAClockThatWasFarAheadKeepsNoRoom longer than one that is right.
func TestAClockThatWasFarAheadKeepsNoRoom(t *testing.T) {
	for name, test := range map[string]struct {
		waits, ahead, want time.Duration // from when it was made
	}{
		"back to what the host has set":    {time.Hour, 1000 * time.Hour, 24 * time.Hour},
		"back to what people carry it on":  {30 * time.Hour, 1000 * time.Hour, 32 * time.Hour},
		"a clock that is ahead by a while": {30 * time.Hour, time.Hour, 33 * time.Hour},
	} {
		s := newRoomDriver(t)
		made := s.now
		s.install(s.enter(1, true))
		s.pass(test.waits)
		s.pass(test.ahead)
		s.saved(false)
		s.pass(-test.ahead + restTime)
		if got := s.room.expires.Sub(made); got != test.want {
			t.Errorf("%s: it expires after %v", name, got)
		}
		if name != "a clock that is ahead by a while" && s.saved(false).Sub(made) != test.want {
			t.Errorf("%s: that is not written", name)
		}
	}
}
