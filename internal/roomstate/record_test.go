package roomstate

import "testing"

func TestRemovalsWhileOneIsWrittenTakeOneWriteMore(t *testing.T) {
	s := newRoomDriver(t)
	s.room.seats = 6
	host := s.enter(1, true)
	all := []*peer{host}
	for key := range byte(5) {
		all = append(all, s.enter(2+key, false))
	}
	s.install(all...)
	count := func() (n int) {
		for _, kind := range s.kinds() {
			if kind == "SaveRecord" {
				n++
			}
		}
		return n
	}
	for left := 5; left > 0; left-- {
		s.install(all[:left]...)
		if want := left / 5; count() != want {
			t.Errorf("%d writes with %d left, want %d", count(), left, want)
		}
		s.room.record.stale = left < 5 // the first write took in what was there when it began
	}
	s.room.LoseConn(s.now, host.connID)
	s.after("")
	s.pass(GraceTime)
	s.want() // not let go of before it is written
	s.room.RecordSaved(s.now, false)
	s.after("")
	s.pass(restTime - 1)
	s.want() // whoever removes without end keeps nobody else's room waiting for the disk
	s.pass(1)
	s.want("SaveRecord")
	s.room.record.stale = false
	s.room.RecordSaved(s.now, false)
	s.after("")
	s.want("ForgetRoom")
}

func TestTheFirstListAfterARestartCountsInARoomThatHadARemoval(t *testing.T) {
	s := newRoomDriver(t)
	s.epoch, s.room.removal = 9, 9 // that is on disk; nobody was connected
	host := s.enter(1, true)
	if s.install(host); s.room.removal != s.epoch {
		t.Error("whom the list before named is not known, and may be missing")
	}
}

func TestWhoLeftOrCameBackUnderAnotherSidCountsAsTakenOff(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	if s.install(host); s.room.removal != 0 {
		t.Error("the first list of a room takes nobody off")
	}
	if s.install(host, guest); s.room.removal != 0 {
		t.Error("an admission takes nobody off")
	}
	again := s.enter(3, false)
	if s.install(host, again); s.room.removal != s.epoch {
		t.Error("a guest under a new sid takes the old one off")
	}
	before := s.epoch
	another := s.enter(4, true)
	if s.install(another, again); s.room.removal != before {
		t.Error("the host on another device takes nobody off")
	}
}
