package pair

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/taskqueue"
)

func TestSoManyLinesAreHeldAndTheOldestGivesWay(t *testing.T) {
	p := &Pair{}
	for n := range maxHeld + 10 {
		p.holdMessage(&protocol.Chat{Text: fmt.Sprint(n)})
	}
	if first := p.Outbox.Waiting[0].(*protocol.Chat).Text; len(p.Outbox.Waiting) != maxHeld ||
		first != "10" {
		t.Errorf("%d are held from %s on", len(p.Outbox.Waiting), first)
	}
}

func TestWhatWaitsForAConnectionIsBounded(t *testing.T) {
	p := &Pair{}
	for range 1000 {
		p.receiveNegotiation(&protocol.Candidate{})
	}
	if len(p.earlyMessages) != maxEarly {
		t.Errorf("%d messages wait for a connection", len(p.earlyMessages))
	}
}

func TestAttemptsWithoutEndLeaveOneTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &Pair{env: &Env{Tasks: taskqueue.New(), IsOver: func() bool { return false }}}
		for range 1000 {
			p.runAfter(time.Minute, func() error { return nil })
		}
		time.Sleep(2 * time.Minute)
		if due := len(p.env.Tasks.TakeAll()); due != 1 {
			t.Errorf("%d timers ran", due)
		}
	})
}

func TestACodeThatIsHeldBackIsToldAfterTenSeconds(t *testing.T) {
	for name, made := range map[string]*seal.SafetyCode{"held back": nil, "made": {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var events []Event
				tasks := taskqueue.New()
				p := &Pair{env: &Env{Tasks: tasks, IsOver: func() bool { return false },
					OnEvent: func(_ *Pair, e Event) { events = append(events, e) }}}
				p.awaitSafetyCode()
				time.Sleep(safetyPatience - time.Millisecond)
				p.SafetyCode = made
				if due := tasks.TakeAll(); len(due) > 0 {
					t.Error("it is told too early")
				}
				time.Sleep(time.Millisecond)
				synctest.Wait()
				for _, f := range tasks.TakeAll() {
					f()
				}
				told := slices.Equal(events, []Event{Unchecked{}})
				if told != (made == nil) {
					t.Errorf("events %v", events)
				}
			})
		})
	}
}
