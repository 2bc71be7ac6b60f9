package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/taskqueue"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestSoManyLinesAreHeldAndTheOldestGivesWay(t *testing.T) {
	p := &pair{}
	for n := range maxHeld + 10 {
		p.holdMessage(&protocol.Chat{Text: fmt.Sprint(n)})
	}
	if first := p.outbox.waiting[0].(*protocol.Chat).Text; len(p.outbox.waiting) != maxHeld ||
		first != "10" {
		t.Errorf("%d are held from %s on", len(p.outbox.waiting), first)
	}
}

func TestWhatWaitsForAConnectionIsBounded(t *testing.T) {
	p := &pair{}
	for range 1000 {
		p.receiveNegotiation(&protocol.Candidate{})
	}
	if len(p.earlyMessages) != maxEarly {
		t.Errorf("%d messages wait for a connection", len(p.earlyMessages))
	}
}

func TestAttemptsWithoutEndLeaveOneTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pair{env: &pairEnv{tasks: taskqueue.New(), isOver: func() bool { return false }}}
		for range 1000 {
			p.runAfter(time.Minute, func() error { return nil })
		}
		time.Sleep(2 * time.Minute)
		if due := len(p.env.tasks.TakeAll()); due != 1 {
			t.Errorf("%d timers ran", due)
		}
	})
}

func TestACodeThatIsHeldBackIsToldAfterTenSeconds(t *testing.T) {
	for name, made := range map[string]*seal.SafetyCode{"held back": nil, "made": {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var events []pairEvent
				tasks := taskqueue.New()
				p := &pair{env: &pairEnv{tasks: tasks, isOver: func() bool { return false },
					onEvent: func(_ *pair, e pairEvent) { events = append(events, e) }}}
				p.awaitSafetyCode()
				time.Sleep(safetyPatience - time.Millisecond)
				p.safetyCode = made
				if due := tasks.TakeAll(); len(due) > 0 {
					t.Error("it is told too early")
				}
				time.Sleep(time.Millisecond)
				synctest.Wait()
				for _, f := range tasks.TakeAll() {
					f()
				}
				told := slices.Equal(events, []pairEvent{pairUnchecked{}})
				if told != (made == nil) {
					t.Errorf("events %v", events)
				}
			})
		})
	}
}
