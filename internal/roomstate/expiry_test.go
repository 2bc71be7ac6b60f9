package roomstate

import (
	"slices"
	"testing"
	"time"

	"einmal/internal/protocol"
)

// saves counts the writes that the last event asks for.
func (s *roomDriver) saves() (n int) {
	for _, kind := range s.kinds() {
		if kind == "SaveRecord" {
			n++
		}
	}
	return n
}

// saved has a write done, and gives the expiry in it.
func (s *roomDriver) saved(failed bool) time.Time {
	_, _, expires := s.room.BeginSave()
	s.room.RecordSaved(s.now, failed)
	s.after("")
	return expires
}

func TestPeopleCarryTheirRoomOnHourByHour(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	s.install(host)
	was := s.room.expires
	s.pass(23*time.Hour - 1)
	s.want()
	if next := s.room.NextTick(); !next.Equal(was.Add(-carryTime)) {
		t.Fatalf("the next is due at %v", next)
	}
	s.pass(1)
	for range 40 {
		if s.saves() != 1 {
			t.Fatalf("the effects are %v", s.kinds())
		}
		ahead := s.saved(false).Sub(s.now)
		if ahead <= carryTime || ahead > carryTime+time.Hour {
			t.Fatalf("it is carried on by %v", ahead)
		}
		s.pass(restTime)
		next := s.room.NextTick()
		if d := next.Sub(s.now); d <= 0 || d > time.Hour {
			t.Fatalf("the next is due in %v", d)
		}
		s.pass(next.Sub(s.now) - 1)
		s.want()
		s.pass(1)
	}
	// It ends with the people: two hours after the last of them at the latest.
	s.room.RecordSaved(s.now, false)
	s.after(s.room.LeaveRoom(host.connID, &protocol.Leave{}))
	if left := s.room.expires.Sub(s.now); left > carryTime+time.Hour {
		t.Errorf("it is left for %v", left)
	}
}

func TestAFullDiskPutsNobodyOut(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	s.install(host)
	onDisk := s.room.expires
	s.pass(23 * time.Hour)
	for s.now.Before(onDisk.Add(3 * time.Hour)) {
		if s.saves() != 1 {
			t.Fatalf("at %v the effects are %v", s.now, s.kinds())
		}
		s.saved(true)
		s.want()
		s.pass(s.room.record.pause)
	}
	guest := s.enter(2, false) // past what the disk says
	s.install(host, guest)
	s.room.LoseConn(s.now, host.connID)
	s.after(s.room.LeaveRoom(guest.connID, &protocol.Leave{}))
	s.pass(GraceTime / 2)
	if slices.Contains(s.kinds(), "EraseRoom") {
		t.Fatal("the host has no time to come back")
	}
	s.enter(1, true)
	if expires := s.saved(false); !expires.After(s.now.Add(carryTime)) {
		t.Errorf("at last %v is written, at %v", expires, s.now)
	}
}

// TestAMachineThatSleptPutsNobodyOut: the time to carry the room on has passed unseen.
func TestAMachineThatSleptPutsNobodyOut(t *testing.T) {
	s := newRoomDriver(t)
	s.install(s.enter(1, true))
	s.pass(30 * time.Hour)
	s.want("SaveRecord")
	if s.room.hasExpired(s.now) || !s.room.NextTick().After(s.now) {
		t.Errorf("it expires at %v, and the next is due at %v", s.room.expires, s.room.NextTick())
	}
}

func TestAKnockerAloneDoesNotCarryARoomOn(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, false)
	s.pass(s.room.expires.Sub(s.now) - 1)
	s.want()
	s.pass(1)
	s.want("EraseRoom")
	s.room.EraseDone()
	s.after("")
	if got := s.all[0].(EndConn).Code; got != protocol.CodeRoomGone {
		t.Errorf("the knocker gets %s", got)
	}
}

func TestAnExpiredRoomWithoutPeopleLetsNobodyIn(t *testing.T) {
	s := newRoomDriver(t)
	s.now = s.room.expires
	m := &protocol.Join{Room: s.id, Key: protocol.Key{1}}
	if code := s.after(s.room.AcceptJoin(s.now, 1, s.source, m, nil)); code != protocol.CodeRoomGone {
		t.Errorf("got %q", code)
	}
	if code := s.room.BeginMove(s.now, &s.room.hostKey); code != protocol.CodeRoomGone {
		t.Errorf("a move gets %q", code)
	}
}

func TestAHostWhoLeavesForNowKeepsTheRoom(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.after(s.room.ReportConnected(guest.connID))
	s.after(s.room.ReportConnected(host.connID))
	s.saved(false)
	s.pass(restTime)
	s.after(s.room.LeaveRoom(host.connID, &protocol.Leave{Keep: true}))
	if used, removal, _ := s.room.BeginSave(); used || removal != s.epoch || s.saves() != 1 {
		t.Errorf("used is %v, removal %d, the effects are %v", used, removal, s.kinds())
	}
	s.room.RecordSaved(s.now, false)
	s.after(s.room.ReportConnected(guest.connID)) // once more
	if s.room.used {
		t.Fatal("it is used without the host")
	}
	s.pass(restTime)
	host = s.enter(3, true)
	s.install(host, guest)
	s.after(s.room.ReportConnected(host.connID)) // the guest has stayed, and said it before
	if used, _, _ := s.room.BeginSave(); !used || s.saves() != 1 {
		t.Errorf("used is %v, the effects are %v", used, s.kinds())
	}
}

func TestAGuestWhoSaysKeepKeepsNothing(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	s.install(host, guest)
	s.after(s.room.ReportConnected(guest.connID))
	s.after(s.room.ReportConnected(host.connID))
	s.saved(false)
	s.after(s.room.LeaveRoom(guest.connID, &protocol.Leave{Keep: true}))
	if !s.room.used || !s.room.hostConnected {
		t.Error("it is not used any more")
	}
}

func TestAMoveIsToldToEverybodyOnceItIsDone(t *testing.T) {
	s := newRoomDriver(t)
	host, knocker := s.enter(1, true), s.enter(2, false)
	s.install(host)
	if code := s.after(s.room.BeginMove(s.now, nil)); code != protocol.CodeBadSignature {
		t.Fatalf("without the host's signature: %q", code)
	}
	if code := s.after(s.room.BeginMove(s.now, &s.room.hostKey)); code != "" {
		t.Fatal(code)
	}
	s.want()
	expires, a := s.now.Add(99*time.Hour), protocol.Appointment{8}
	m := s.room.MoveDone(expires, a)
	s.after("")
	s.want("SendText", "SendText")
	for i, p := range []*peer{host, knocker} {
		if got := s.all[i].(SendText); got.To != p.connID ||
			string(got.Data) != string(protocol.Encode(m)) {
			t.Errorf("%d is told %s", got.To, got.Data)
		}
	}
	s.enter(3, false)
	want := protocol.Encode(&protocol.Welcome{SID: s.room.peerAt(s.last).sid,
		Role: protocol.RoleKnocker, Seats: 3, Host: host.sid, Appointment: a})
	if got := s.all[len(s.all)-1].(SendText); string(got.Data) != string(want) {
		t.Errorf("welcomed with %s, want %s", got.Data, want)
	}
}

func TestARoomStaysInMemoryWhileItIsMoved(t *testing.T) {
	for _, failed := range []bool{true, false} {
		s := newRoomDriver(t)
		s.after(s.room.BeginMove(s.now, &s.room.hostKey))
		s.after(s.room.BeginMove(s.now, &s.room.hostKey))
		s.pass(time.Minute)
		s.want()
		s.room.MoveFailed()
		s.after("")
		s.want()
		was := s.room.expires
		if failed {
			s.room.MoveFailed()
		} else {
			s.room.MoveDone(was.Add(time.Hour), protocol.Appointment{})
		}
		s.after("")
		s.want("ForgetRoom")
		if moved := !s.room.expires.Equal(was); moved == failed {
			t.Errorf("failed is %v, it expires at %v", failed, s.room.expires)
		}
	}
}

func TestTheOperatorsEndIsToldAsThat(t *testing.T) {
	s := newRoomDriver(t)
	host, knocker := s.enter(1, true), s.enter(2, false)
	s.install(host)
	s.room.EndByOperator()
	s.after("")
	s.want("EraseRoom")
	s.room.EraseFailed(s.now) // then it was not the operator who ended what ends later
	s.after("")
	s.want()
	for _, code := range []protocol.Code{protocol.CodeEndedByOperator, protocol.CodeRoomGone} {
		at := s.room
		if code == protocol.CodeRoomGone {
			at.StartEnding()
		} else {
			at.EndByOperator()
		}
		at.DrainEffects(s.now)
		at.EraseDone()
		all := at.DrainEffects(s.now)
		for i, p := range []*peer{host, knocker} {
			if got := all[i].(EndConn); got != (EndConn{p.connID, code}) {
				t.Errorf("got %+v, want %s", got, code)
			}
		}
	}
}
