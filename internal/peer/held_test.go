package peer

import (
	"fmt"
	"testing"
	"time"
)

func TestWhatIsSaidWithoutAWayIsSaidLaterAtAPaceThatThePeerTakes(t *testing.T) {
	host, guest := pairOf(t, startServer(t), Chat, Options{})
	host.until(Connected)
	guest.until(Connected)
	const lines = 140 // a burst of 128 is too much
	// Until then a restart would only be noted, and the way stays.
	for gathering := true; gathering; time.Sleep(time.Millisecond) {
		gathering = false
		guest.do(func() {
			for _, p := range guest.pairs {
				gathering = gathering || p.conn.isGathering()
			}
		})
	}
	guest.do(func() {
		for _, p := range guest.pairs {
			p.conn.restart() // pion has no way from here on
			send := p.path.send
			p.path.send = func([]byte) { t.Error("it goes through the server") }
			defer func() { p.path.send = send }()
		}
		guest.broadcast(guest.roster)
		for n := range lines {
			guest.broadcast(&chatMessage{fmt.Sprint(n)})
			guest.broadcast(&stateMessage{n%2 == 0, false})
		}
	})
	for n := range 8 {
		e := host.untilThat("a line", func(e Event) bool {
			return e.Kind == Said ||
				e.Kind == Alarm
		})
		if e.Text != fmt.Sprint(n) {
			t.Fatalf("instead of line %d comes %s %s %q", n, e.Kind, e.Code, e.Text)
		}
	}
	guest.do(func() {
		for _, p := range guest.pairs {
			states := 0
			for _, m := range p.held.lines {
				if _, isState := m.(*stateMessage); isState {
					states++
				}
			}
			if waiting := len(p.held.lines); waiting < lines/2 || states != 1 {
				t.Errorf("%d lines wait, %d of them states", waiting, states)
			}
		}
	})
}

func TestSoManyLinesAreHeldAndTheOldestGivesWay(t *testing.T) {
	p := &pair{}
	for n := range maxHeld + 10 {
		p.hold(&chatMessage{fmt.Sprint(n)})
	}
	if first := p.held.lines[0].(*chatMessage).Text; len(p.held.lines) != maxHeld || first != "10" {
		t.Errorf("%d are held from %s on", len(p.held.lines), first)
	}
}

func TestWhatWaitsForAProofIsBounded(t *testing.T) {
	later, _ := ring(t)
	for range 100 { // a pair that finds no way and no peer for hours
		_ = later.say(&descriptionMessage{Type: "offer"})
		for range 10 {
			_ = later.say(&candidateMessage{})
		}
	}
	if len(later.waiting) != 11 {
		t.Errorf("%d messages of the negotiation wait", len(later.waiting))
	}
	for range 1000 {
		_ = later.say(&fullMessage{})
	}
	if len(later.waiting) != maxWaiting {
		t.Errorf("%d messages wait", len(later.waiting))
	}
	p := &pair{}
	for range 1000 {
		p.negotiate(&candidateMessage{})
	}
	if len(p.early) != maxEarly {
		t.Errorf("%d messages wait for a connection", len(p.early))
	}
}

func TestAHostLetsSoManyKnock(t *testing.T) {
	s := startServer(t)
	host := s.join(s.room(Chat, 3), Options{Name: "Host"})
	host.until(Joined)
	host.do(func() {
		for n := range 100 {
			host.desk.arrived(SID{1, byte(n)})
		}
		if len(host.desk.waiting) != maxKnocking || len(host.pairs) != maxKnocking {
			t.Errorf("%d wait, with %d pairs", len(host.desk.waiting), len(host.pairs))
		}
	})
}
