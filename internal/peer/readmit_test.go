package peer

import (
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

func TestWhoComesBackForTheThirdTimeIsAskedAbout(t *testing.T) {
	s := startServer(t)
	for _, how := range []string{"by ticket", "by key", "after it was lost"} {
		t.Run(how, func(t *testing.T) {
			s := s.in(t)
			host := s.join(s.room(Chat, 3), Options{Name: "Host"})
			host.until(Joined)
			host.runAndWait(func() { comesBack(t, host.admission, how) })
		})
	}
}

// comesBack runs at once, before the server can say that nobody is there.
func comesBack(t *testing.T, d *hostAdmission, how string) {
	self := protocol.Member{SID: protocol.SID{1}, Key: protocol.PublicKey{1},
		Role: protocol.RoleGuest}
	knock := func(ticket protocol.Blob) {
		d.waiting[self.SID] = &knocker{key: &self.Key}
		d.handleKnock(self.SID, &protocol.Hello{Name: "Anna", Ticket: ticket})
	}
	knock(nil)
	if !d.admitKnocker(self.SID) {
		t.Fatal("nobody is let in")
	}
	again := func() bool {
		if how == "after it was lost" {
			d.loseMember(self.SID)
		}
		ticket := seal.SealTicket(d.call.link.Host, d.call.room,
			seal.Admitted{Member: self, Name: "Anna"})
		self.SID[0]++
		if how == "by key" {
			ticket = nil
		} else {
			self.Key[0]++
		}
		knock(ticket)
		return d.guestBySID(self.SID) != nil
	}
	now := time.Now()
	d.returns.now = func() time.Time { return now }
	for n, want := range []bool{true, true, true, true, false} {
		if n == 1 || n == 2 { // from then on the first ones count no more
			now = now.Add(returnsTime)
		}
		if again() != want {
			t.Errorf("time %d: it is in again is %t", n+1, !want)
		}
	}
	if !d.isWaiting(self.SID) || len(d.members()) != 1 {
		t.Errorf("it waits is %t, with %d on the list", d.isWaiting(self.SID), len(d.members()))
	}
	if !d.admitKnocker(self.SID) || !again() {
		t.Error("it is not counted anew since it was let in")
	}
}
