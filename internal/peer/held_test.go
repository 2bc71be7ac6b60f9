package peer

import (
	"fmt"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
)

func TestWhatIsSaidWithoutAWayIsSaidLaterAtAPaceThatThePeerTakes(t *testing.T) {
	host, guest := pairOf(t, startServer(t), Chat, Options{})
	host.until(Connected)
	guest.until(Connected)
	const lines = 140 // a burst of 128 is too much
	// Until then a restart would only be noted, and the way stays.
	for gathering := true; gathering; time.Sleep(time.Millisecond) {
		gathering = false
		guest.runAndWait(func() {
			for _, p := range guest.pairs {
				gathering = gathering || p.Conn.IsGathering()
			}
		})
	}
	guest.runAndWait(func() {
		for _, p := range guest.pairs {
			p.Conn.RestartICE() // pion has no way from here on
			send := p.Path.SendBody
			p.Path.SendBody = func([]byte) { t.Error("it goes through the server") }
			defer func() { p.Path.SendBody = send }()
		}
		guest.broadcast(guest.roster)
		for n := range lines {
			guest.broadcast(&protocol.Chat{Text: fmt.Sprint(n)})
			guest.broadcast(&protocol.State{Microphone: n%2 == 0, Camera: false})
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
	guest.runAndWait(func() {
		for _, p := range guest.pairs {
			states := 0
			for _, m := range p.Outbox.Waiting {
				if _, isState := m.(*protocol.State); isState {
					states++
				}
			}
			if waiting := len(p.Outbox.Waiting); waiting < lines/2 || states != 1 {
				t.Errorf("%d lines wait, %d of them states", waiting, states)
			}
		}
	})
}

func TestAHostLetsSoManyKnock(t *testing.T) {
	s := startServer(t)
	host := s.join(s.room(Chat, 3), Options{Name: "Host"})
	host.until(Joined)
	host.runAndWait(func() {
		for n := range 100 {
			host.admission.handleKnocker(protocol.SID{1, byte(n)})
		}
		if len(host.admission.waiting) != maxKnockers || len(host.pairs) != maxKnockers {
			t.Errorf("%d wait, with %d pairs", len(host.admission.waiting), len(host.pairs))
		}
	})
}
