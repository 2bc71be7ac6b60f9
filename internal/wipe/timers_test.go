package wipe

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestStoppedTimersAreLetGoOf: what the function of a stopped timer holds is garbage, however many
// timers run beside it.
func TestStoppedTimersAreLetGoOf(t *testing.T) {
	var stopped, freed atomic.Int32
	var started sync.WaitGroup
	running := make([][]*time.Timer, 4*runtime.GOMAXPROCS(0))
	for i := range running {
		started.Go(func() {
			var private []*time.Timer
			for n := range 100 {
				running[i] = append(running[i], time.AfterFunc(time.Hour, func() {}))
				if n%20 == 10 {
					held := new([100]byte)
					runtime.AddCleanup(held, func(int) { freed.Add(1) }, 0)
					private = append(private,
						time.AfterFunc(2*time.Hour, func() { runtime.KeepAlive(held) }))
				}
			}
			for _, t := range private {
				t.Stop()
				stopped.Add(1)
			}
		})
	}
	started.Wait()
	collect := func() {
		for range 3 {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
		}
	}
	collect()
	if freed.Load() == stopped.Load() {
		t.Fatal("the runtime lets go of them by itself: then this package need not")
	}
	// two will do, but on a busy machine; by itself the runtime drops one now and then
	for range 10 {
		DropStoppedTimers()
		collect()
	}
	if n := freed.Load(); n != stopped.Load() {
		t.Errorf("%d of %d are let go of", n, stopped.Load())
	}
	runtime.KeepAlive(running)
}

func TestSoManyTimersAreMade(t *testing.T) {
	for _, processors := range []int{1, 2, 64, 1000} {
		if n := timersEach(processors, 1_000_000) * processors; n > maxTimers {
			t.Errorf("%d timers for %d processors", n, processors)
		}
	}
	if n := timersEach(2, 20_000); n < 20_000 {
		t.Errorf("%d timers for 20,000 goroutines on two processors", n)
	}
}
