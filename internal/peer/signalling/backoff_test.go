package signalling

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestPausesGrowWithTheAbsenceOfTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Backoff
		for n := range 1000 {
			absence := time.Since(b.since)
			if n == 0 {
				absence = 0
			}
			pause := b.NextPause(false)
			most := min(longPause, max(ShortPause, absence/pausePart))
			if pause <= 0 || pause > most {
				t.Fatalf("pause %d is %v, %v after the first", n, pause, absence)
			}
			time.Sleep(pause)
		}
		if time.Since(b.since) < longPause*pausePart {
			t.Error("a thousand pauses never reach the longest one")
		}
	})
}

func TestACrowdedServerIsLeftAlone(t *testing.T) {
	for range 100 {
		var b Backoff
		if pause := b.NextPause(true); pause < crowdedPause/5 || pause > crowdedPause {
			t.Fatalf("the first pause is %v", pause)
		}
	}
}
