package roomstate

import "testing"

func TestWhoComesBackGivesBackWhatItHadOfTheRelay(t *testing.T) {
	s := newRoomDriver(t)
	host, guest := s.enter(1, true), s.enter(2, false)
	releases := func() (tags []string) {
		for _, e := range s.all {
			if release, ok := e.(ReleaseRelay); ok {
				tags = append(tags, release.Tag)
			}
		}
		return tags
	}
	s.enter(2, false) // a knocker has nothing there
	if got := releases(); got != nil {
		t.Errorf("a knocker who comes back releases %q", got)
	}
	s.install(host, guest)
	for _, lost := range []bool{true, false} { // the client may notice before the server
		if lost {
			s.room.LoseConn(s.now, guest.connID)
			s.after("")
		}
		s.enter(2, false)
		if got := releases(); len(got) != 1 || got[0] != guest.tag {
			t.Errorf("it releases %q, want %q", got, guest.tag)
		}
	}
}
