package peer

import (
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// untilWithoutAlarm reads events until this holds.
func (p *person) untilWithoutAlarm(what string, holds func(Event) bool) Event {
	p.t.Helper()
	return p.untilThat(what, func(e Event) bool {
		if e.Kind == Alarm {
			p.t.Fatalf("%s is shown an alarm: %s", p.name, e.Code)
		}
		return holds(e)
	})
}

// Whoever has the link can knock: what comes with a knock is worth closing it, and no more.
func TestAKnockerWhoBreaksTheRulesLosesItsKnockAndRaisesNoAlarm(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	mallory := s.join(link.Guest(), Options{Name: "Mallory"})
	knock := host.until(Knocked)
	mallory.runAndWait(func() {
		forged := seal.SignRoster(mallory.key, mallory.room,
			[]protocol.Member{{SID: *mallory.host, Key: seal.PublicKeyOf(mallory.key),
				Role: protocol.RoleHost}}, nil)
		// the last of them is against the rules
		for _, m := range []protocol.Message{forged, &protocol.End{}, &protocol.Auth{}} {
			mallory.pairs[*mallory.host].SendMessage(m)
		}
	})
	host.untilWithoutAlarm("the closed knock", func(e Event) bool {
		return e.Kind == Problem && e.Code == "knock-closed" && e.SID == knock.SID &&
			e.Name == "Mallory"
	})
	if over := mallory.until(Over); over.Code != "denied" {
		t.Errorf("the call is over for Mallory: %s", over.Code)
	}
	s.join(link.Guest(), Options{Name: "Anna"})
	anna := host.untilWithoutAlarm("the next knock",
		func(e Event) bool { return e.Kind == Knocked })
	if err := host.Admit(anna.SID); err != nil {
		t.Fatal(err)
	}
	host.untilWithoutAlarm("Anna", func(e Event) bool {
		return e.Kind == Connected &&
			e.SID == anna.SID
	})
}

func TestNobodyKnocksAtALockedDoor(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	if err := host.Lock(true); err != nil {
		t.Fatal(err)
	}
	anna := s.join(link.Guest(), Options{Name: "Anna"})
	answer := anna.untilThat("an answer", func(e Event) bool {
		return e.Kind == Locked ||
			e.Kind == Joined
	})
	if answer.Kind != Locked {
		t.Fatal("Anna came in through a locked door")
	}
	if err := host.Lock(false); err != nil {
		t.Fatal(err)
	}
	anna.untilThat("the host to know", func(e Event) bool { return e.Kind == Connected })
	seen := 0
	host.untilThat("Anna", func(e Event) bool {
		if e.Kind == Knocked {
			seen++
		}
		return e.Kind == Connected
	})
	if err := anna.Lock(true); err == nil || seen != 1 {
		t.Errorf("a guest locks the door, or the host is told %d times of a knock", seen)
	}
}
