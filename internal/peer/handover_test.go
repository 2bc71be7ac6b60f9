package peer

import (
	"testing"
	"time"

	"einmal/internal/peer/pair"
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

// hears passes on each step of a hand-over that comes, to a channel that is never full.
func (p *person) hears() chan string {
	steps := make(chan string, 16)
	p.runAndWait(func() {
		before := p.pairEnv.OnEvent
		p.pairEnv.OnEvent = func(from *pair.Pair, e pair.Event) {
			if m, ok := e.(pair.Message); ok {
				if step, ok := m.Message.(*protocol.Hosting); ok {
					steps <- from.Name + " " + step.Step
				}
			}
			before(from, e)
		}
	})
	return steps
}

func TestANativeClientDoesNotTakeOver(t *testing.T) {
	host, anna, mallory := hostileCall(t, startServer(t))
	offer := func(by *person) {
		by.runAndWait(func() {
			for _, p := range by.pairs {
				p.SendMessage(&protocol.Hosting{Step: protocol.HostingOffer})
			}
		})
	}
	toMallory, toHost := mallory.hears(), host.hears()
	offer(mallory) // who is not the host: nobody answers
	offer(host)
	for _, want := range []string{"Anna no", "Mallory no"} {
		select {
		case <-toHost:
		case <-time.After(30 * time.Second):
			t.Fatalf("no answer of the two, such as %q", want)
		}
	}
	if err := anna.Say("Good morning"); err != nil { // comes after all answers
		t.Fatal(err)
	}
	mallory.untilThat("the text", func(e Event) bool { return e.Kind == Said && e.Name == "Anna" })
	for len(toMallory) > 0 {
		if step := <-toMallory; step != "Host offer" {
			t.Errorf("who is not the host hears %q", step)
		}
	}
}
