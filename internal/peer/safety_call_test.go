package peer

import (
	"testing"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// code waits for the safety code of the way to whom, by name.
func (p *person) code(whom string) seal.SafetyCode {
	p.t.Helper()
	return *p.untilThat("the safety code with "+
		whom, func(e Event) bool { return e.Kind == Safe && e.Name == whom }).Safety
}

func TestBothEndsOfEachPairShowTheSameSafetyCode(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	anna := s.join(link.Guest(), Options{Name: "Anna"})
	first := host.code("Anna")
	if got := anna.code("Host"); got != first {
		t.Errorf("Host sees %v, Anna %v", first, got)
	}
	ben := s.join(link.Guest(), Options{Name: "Ben"})
	second, third := host.code("Ben"), anna.code("Ben")
	codes := map[string]seal.SafetyCode{}
	for range 2 {
		e := ben.until(Safe)
		codes[e.Name] = *e.Safety
	}
	if codes["Host"] != second || codes["Anna"] != third {
		t.Errorf("Ben sees %v, the others %v and %v", codes, second, third)
	}
	if first == second || second == third {
		t.Error("two pairs have the same code")
	}
	for _, one := range ben.Safety() {
		if one.Code == nil || *one.Code != codes[one.Name] || one.Client != protocol.ClientNative {
			t.Errorf("Ben is told %+v of %s", one, one.Name)
		}
	}
}

// The middle holds even the host link, and the guest's server is its own: it plays the host to the
// guest and the guest to the host, with a handshake and a certificate of its own on each side, and
// passes on what they write.
func TestAManInTheMiddleGivesTheTwoSidesDifferentSafetyCodes(t *testing.T) {
	real, evil := startServer(t), startServer(t)
	link := real.room(Chat, 2)
	host := real.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)

	forged := link
	forged.Origin = evil.origin
	if _, err := Create(t.Context(), forged, 2, 3600e9); err != nil {
		t.Fatal(err)
	}
	toGuest := evil.join(forged, Options{Name: "Host", Admit: letAllIn})
	toGuest.until(Joined)
	guest := evil.join(forged.Guest(), Options{Name: "Anna"})
	toHost := real.join(link.Guest(), Options{Name: "Anna"})

	atHost, atGuest := host.code("Anna"), guest.code("Host")
	if err := guest.Say("Is it you?"); err != nil {
		t.Fatal(err)
	}
	if err := toHost.Say(toGuest.until(Said).Text); err != nil {
		t.Fatal(err)
	}
	if e := host.until(Said); e.Name != "Anna" || e.Text != "Is it you?" {
		t.Fatalf("the middle does not work: %+v", e)
	}
	if atHost.Emoji == atGuest.Emoji || atHost.Digits == atGuest.Digits {
		t.Errorf("Host sees %v, Anna %v", atHost, atGuest)
	}
}

func TestWhoBreaksTheRulesOfTheSafetyCodeIsCutOff(t *testing.T) {
	s := startServer(t)
	for _, c := range []struct {
		name, code string
		before     func(p *pair.Pair) // on the guest's side, before the pair is connected
		after      func(p *pair.Pair) // once it has a code
	}{
		{"a second commit", "safety", nil,
			func(p *pair.Pair) {
				p.Conn.SendMessage(
					&protocol.Commit{Attempt: p.Path.ProvenAttempt()})
			}},
		{"a second reveal", "safety", nil,
			func(p *pair.Pair) { p.Conn.SendMessage(p.Safety.Reveal()) }},
		{"a wrong opening", "safety", func(p *pair.Pair) {
			p.Safety = seal.NewSafetyExchange(protocol.SID{9}, p.SID, p.Path.HandshakeHash)
		}, nil},
		{"a commit through the server", "bad-message", nil,
			func(p *pair.Pair) { p.SendSealed(&protocol.Commit{Attempt: p.Path.ProvenAttempt()}) }},
		{"a second build", "bad-message", nil,
			func(p *pair.Pair) {
				p.Conn.SendMessage(
					&protocol.Build{Client: protocol.ClientNative})
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := s.in(t)
			link := s.room(Chat, 2)
			host := s.join(link, Options{Name: "Host"})
			host.until(Joined)
			guest := s.join(link.Guest(), Options{Name: "Guest"})
			knock := host.until(Knocked)
			onPair := func(f func(p *pair.Pair)) {
				guest.runAndWait(func() {
					for _, p := range guest.pairs {
						f(p)
					}
				})
			}
			if c.before != nil {
				onPair(c.before)
			}
			if err := host.Admit(knock.SID); err != nil {
				t.Fatal(err)
			}
			if c.after != nil {
				guest.until(Safe)
				onPair(c.after)
			}
			if e := host.until(Alarm); e.Code != c.code || e.Name != "Guest" {
				t.Errorf("alarm %q about %q", e.Code, e.Name)
			}
			if left := host.Safety(); len(left) != 0 {
				t.Errorf("the pair lives on: %v", left)
			}
		})
	}
}
