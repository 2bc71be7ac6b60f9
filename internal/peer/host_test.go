package peer

import (
	"errors"
	"strings"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"
)

func TestTheHostDecidesWhoComesIn(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host", Topic: "The new logo",
		Admit: func(name string) Decision {
			switch {
			case strings.HasPrefix(name, "Bad"):
				return Deny
			case strings.HasPrefix(name, "Good"):
				return Admit
			}
			return Wait
		}})
	host.until(Joined)

	bad := s.join(link.Guest(), Options{Name: "Bad"})
	if e := bad.until(Over); e.Code != "denied" {
		t.Errorf("over with %q", e.Code)
	}

	asker := s.join(link.Guest(), Options{Name: "Asker"})
	knock := host.untilThat("Asker's knock", func(e Event) bool {
		return e.Kind == Knocked &&
			e.Name == "Asker"
	})
	if e := asker.until(Met); e.Name != "Host" || e.Topic != "The new logo" {
		t.Errorf("the host says hello as %q, about %q", e.Name, e.Topic)
	}
	if err := host.Note(knock.SID, "Two more minutes, please."); err != nil {
		t.Fatal(err)
	}
	if e := asker.until(Noted); e.Text != "Two more minutes, please." {
		t.Errorf("the note says %q", e.Text)
	}

	good := s.join(link.Guest(), Options{Name: "Good"})
	good.until(Connected)
	if err := host.Admit(knock.SID); !errors.Is(err, ErrNotNow) {
		t.Errorf("a room for two takes three: %v", err)
	}
	host.until(Connected)
	good.Leave()
	host.untilThat("Good's leaving", func(e Event) bool {
		return e.Kind == Gone &&
			e.Name == "Good"
	})
	if err := host.Admit(knock.SID); err != nil {
		t.Fatalf("the seat is free: %v", err)
	}
	asker.until(Connected)
	host.until(Connected)

	if err := host.Remove(knock.SID); err != nil {
		t.Fatal(err)
	}
	if e := asker.until(Over); e.Code != "removed" {
		t.Errorf("over with %q", e.Code)
	}
}

func TestADenialIsForTheOneItWasMeantFor(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	host.until(Knocked) // so the guest knows the host's key
	deny := func(key protocol.PublicKey) {
		guest.runAndWait(func() {
			guest.handleServerMessage(&protocol.Deny{SID: guest.sid,
				Signature: seal.SignText(link.Host, seal.DenyText(guest.room, guest.sid, key))})
		})
	}
	// somebody whom the host did turn away, and whose sid the server gave to the next
	deny(seal.PublicKeyOf(host.key))
	if e := guest.until(Alarm); e.Code != "bad-signature" {
		t.Errorf("alarm %q", e.Code)
	}
	deny(seal.PublicKeyOf(guest.key))
	if e := guest.until(Over); e.Code != "denied" {
		t.Errorf("over with %q", e.Code)
	}
}

func TestAFullRoomSaysSo(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	first := s.join(link.Guest(), Options{Name: "First"})
	first.until(Connected)
	second := s.join(link.Guest(), Options{Name: "Second"})
	second.until(Full)
	first.Leave()
	second.until(Connected) // the rule is asked again
}

func TestTheEndIsForAllAndForGood(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	var guests []*person
	for _, name := range []string{"Anna", "Berta"} {
		guest := s.join(link.Guest(), Options{Name: name})
		guest.until(Connected)
		guests = append(guests, guest)
	}
	if err := guests[0].End(); !errors.Is(err, ErrNotNow) {
		t.Errorf("a guest ends the call: %v", err)
	}
	if err := host.End(); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(guests, host) {
		if e := p.until(Over); e.Code != "ended" {
			t.Errorf("%s: over with %q", p.name, e.Code)
		}
		<-p.Done()
	}
	late := s.join(link.Guest(), Options{Name: "Late"})
	if e := late.until(Over); e.Code != "room-gone" {
		t.Errorf("over with %q", e.Code)
	}
	var refused signalling.ServerError
	if _, err := Create(t.Context(), link, 9, time.Hour); err == nil || errors.As(err, &refused) {
		t.Errorf("nine seats: %v", err)
	}
}

func TestThreeTalkToEachOther(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	people := []*person{s.join(link, Options{Name: "Host", Admit: letAllIn})}
	people[0].until(Joined)
	for _, name := range []string{"Anna", "Berta"} {
		people = append(people, s.join(link.Guest(), Options{Name: name}))
		people[len(people)-1].until(Joined)
	}
	for _, p := range people {
		p.until(Connected)
		p.until(Connected)
	}
	for _, p := range people {
		if err := p.Say("from " + p.name); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range people {
		for range 2 {
			if e := p.until(Said); e.Text != "from "+e.Name || e.Name == p.name {
				t.Errorf("%s hears %q from %q", p.name, e.Text, e.Name)
			}
		}
	}
}

func TestAnotherDeviceWithTheHostLinkTakesOver(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	first := s.join(link, Options{Name: "Desk", Admit: letAllIn})
	first.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	guest.until(Connected)
	second := s.join(link, Options{Name: "Phone", Admit: letAllIn})
	if e := first.until(Over); e.Code != "replaced" {
		t.Errorf("over with %q", e.Code)
	}
	second.until(Connected)
	guest.untilThat("the phone", func(e Event) bool {
		return e.Kind == Connected &&
			e.Name == "Phone"
	})
	if err := second.Say("I am on the phone now."); err != nil {
		t.Fatal(err)
	}
	guest.until(Said)
}

func TestTwoHostsCannotCreateTheSameRoom(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	if _, err := Create(t.Context(), link, 2, time.Hour); err != nil {
		t.Errorf("the same host again: %v", err)
	}
	other, err := links.New(s.origin, Chat)
	if err != nil {
		t.Fatal(err)
	}
	link.Host = other.Host
	_, err = Create(t.Context(), link, 2, time.Hour)
	var refused signalling.ServerError
	if !errors.As(err, &refused) || refused.Code != "room-exists" {
		t.Errorf("%v", err)
	}
}
