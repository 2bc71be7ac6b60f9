package ratelimit

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestABudgetFillsUpWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Bucket
		start := time.Now()
		takes := func() (n int) {
			for b.TryTake(100, Limit{1000, time.Second}, int64(time.Since(start))) {
				n++
			}
			return n
		}
		for _, step := range []struct {
			after time.Duration
			n     int
		}{{0, 10}, {99 * time.Millisecond, 0}, {time.Millisecond, 1}, {500 * time.Millisecond, 5},
			{time.Hour, 10}} {
			time.Sleep(step.after)
			if n := takes(); n != step.n {
				t.Errorf("after %v more, %d passed instead of %d", step.after, n, step.n)
			}
		}
	})
}
