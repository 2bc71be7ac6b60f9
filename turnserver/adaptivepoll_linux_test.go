package turnserver

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestTheLoopRestsAtHighRatesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r adaptivePoll
		for _, phase := range []struct {
			rate int // packets a second
			due  bool
		}{{400, false}, {4_000, false}, {9_000, false}, {40_000, true}, {8_000, true},
			{4_000, false}, {8_000, false}, {12_000, true}, {0, false}} {
			for range 200 {
				time.Sleep(time.Millisecond)
				r.countPackets(phase.rate / 1000)
			}
			if phase.rate == 0 {
				r.countPackets(1) // nothing is read while nothing comes
			}
			if r.pauses != phase.due {
				t.Errorf("at %d packets a second it is %v that a rest is due", phase.rate, r.pauses)
			}
		}
	})
}
