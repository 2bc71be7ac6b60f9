package peer

import (
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Two devices hold the host link. The one that was replaced may sign once more before it knows, and
// a guest brings that list; a server can keep one back and show it whenever it likes.
func TestAListOfAnotherDeviceDoesNotTakeTheHostOut(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	guest.until(Connected)
	host.until(Connected)
	sid := guest.ownSID()
	host.runAndWait(func() {
		members := host.admission.members()
		members[0] = protocol.Member{SID: protocol.SID{1, 2, 3}, Key: seal.PublicKeyOf(guest.key),
			Role: protocol.RoleHost}
		other := seal.SignRoster(link.Host, host.room, members, host.roster)
		host.handleServerMessage(other)
		if !host.isAdmitted() || host.roster.Epoch <= other.Epoch ||
			host.roster.MemberBySID(sid) == nil {
			t.Error("the host is no member of its own call")
		}
	})
	if t.Failed() {
		return
	}
	third := s.join(link.Guest(), Options{Name: "Third"})
	third.until(Connected)
	third.until(Connected)
	if err := guest.Say("Still there?"); err != nil {
		t.Fatal(err)
	}
	host.untilThat("the guest", func(e Event) bool { return e.Kind == Said && e.Name == "Guest" })
}
