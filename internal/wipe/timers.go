package wipe

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// minTimers are more than a third of what an idle program has.
	minTimers = 1 << 10
	// maxTimers bounds the memory that [DropStoppedTimers] takes for a moment, some 100 bytes
	// each.
	maxTimers = 1 << 17
)

// DropStoppedTimers has the runtime let go of timers that were stopped, and so of what their
// functions hold. Until then it keeps each until its time would have come: a processor takes the
// stopped ones out of its heap once they are a quarter of it. So each gets as many more as that
// takes, all of them stopped: a third of the running ones is enough, and few programs have more
// than three of those for each goroutine. A program with so many that [maxTimers] are not enough
// keeps stopped ones until their time has come.
func DropStoppedTimers() {
	processors := runtime.GOMAXPROCS(0)
	many := timersEach(processors, runtime.NumGoroutine())
	var here atomic.Int64
	var done sync.WaitGroup
	for range processors {
		done.Go(func() {
			// All of them at the same time are on one processor each. If a busy machine does not
			// let them be, they go on after a while, and a second call has another chance.
			here.Add(1)
			for began := time.Now(); here.Load() < int64(processors) &&
				time.Since(began) < 5*time.Millisecond; {
			}
			timers := make([]*time.Timer, many)
			for i := range timers {
				timers[i] = time.AfterFunc(time.Hour, func() {})
			}
			for _, t := range timers {
				t.Stop()
			}
			runtime.Gosched() // the scheduler looks at the heap
		})
	}
	done.Wait()
}

// timersEach is how many timers each processor gets.
func timersEach(processors, goroutines int) int {
	return min(minTimers+goroutines, maxTimers/processors)
}
