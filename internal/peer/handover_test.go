package peer

import (
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

func TestANativeClientFollowsAHandOver(t *testing.T) {
	s := startServer(t)
	host, anna, mallory := hostileCall(t, s)
	sid := mallory.ownSID()
	host.runAndWait(func() {
		members := host.admission.members()
		for i := range members {
			members[i].Role = protocol.RoleGuest
			if members[i].SID == sid {
				members[i].Role = protocol.RoleHost
			}
		}
		host.socket.SendMessage(seal.SignRoster(host.link.Host, host.room, members, host.roster))
	})
	event := anna.untilThat("the new host", func(e Event) bool { return e.Kind == Hosts })
	if event.SID != sid.String() || event.Name != "Mallory" {
		t.Errorf("the host is %+v now", event)
	}
	anna.runAndWait(func() {
		for _, p := range anna.pairs {
			e := anna.expectationOf(p)
			if p.IsHost != (p.SID == sid) || !e.MayBeEither {
				t.Errorf("of %s is expected %+v", p.Name, e)
			}
		}
	})
	if err := anna.Say("Good morning"); err != nil { // nobody has come anew
		t.Fatal(err)
	}
	mallory.untilThat("the text", func(e Event) bool { return e.Kind == Said && e.Name == "Anna" })
}
