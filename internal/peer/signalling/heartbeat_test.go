package signalling

import (
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/peer/taskqueue"
)

func TestARoundTripIsBelievedSlowAtOnceAndFastByDegrees(t *testing.T) {
	var r roundTrip
	r.observe(2 * time.Second)
	if r.patience() != 4*time.Second {
		t.Errorf("after a slow answer the patience is %v", r.patience())
	}
	r.observe(10 * time.Millisecond)
	if r.estimate != 1600*time.Millisecond {
		t.Errorf("after a fast one the estimate is %v", r.estimate)
	}
	r.observe(time.Minute)
	if r.estimate != maxRoundTrip {
		t.Errorf("after a loss that has healed it is %v", r.estimate)
	}
}

// A server is silent when nothing comes for as long as its answers may take, and not before.
func TestAServerIsSilentWhenNothingComes(t *testing.T) {
	for name, c := range map[string]struct {
		answers, talks bool
		after          time.Duration // of the first ping; zero: never
	}{
		"it answers":                         {true, false, 0},
		"it says nothing":                    {false, false, minPatience},
		"it says other things and no answer": {false, true, behindOthers * minPatience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tasks := taskqueue.New()
				start := time.Now()
				var silentAt time.Duration
				h := &heartbeat{roundTrip: &roundTrip{}, tasks: tasks}
				h.onSilence = func() { silentAt = time.Since(start) }
				h.sendPing = func() {
					if c.answers {
						time.AfterFunc(100*time.Millisecond, func() { tasks.Enqueue(h.handlePong) })
					}
				}
				h.schedulePing()
				for time.Since(start) < PingInterval+10*minPatience && silentAt == 0 {
					time.Sleep(10 * time.Millisecond)
					synctest.Wait()
					if c.talks {
						h.lastHeard = time.Now()
					}
					for _, f := range tasks.TakeAll() {
						f()
					}
				}
				h.stop()
				most := PingInterval + c.after + minPatience
				switch {
				case c.after == 0 && silentAt != 0:
					t.Errorf("it is called silent after %v", silentAt)
				case c.after != 0 && (silentAt < PingInterval+c.after || silentAt > most):
					t.Errorf("it is called silent after %v, want %v to %v", silentAt,
						PingInterval+c.after, most)
				}
			})
		})
	}
}
