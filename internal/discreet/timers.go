package discreet

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// fewTimers are more than a third of what an idle program has.
const fewTimers = 1 << 10

// DropStoppedTimers has the runtime let go of timers that were stopped, and so of what their
// functions hold. Until then it keeps each until its time would have come: a processor takes the
// stopped ones out of its heap once they are a quarter of it. So each gets as many more as that
// takes, all of them stopped: a third of the running ones is enough, and few programs have more
// than three of those for each goroutine.
func DropStoppedTimers() {
	processors := runtime.GOMAXPROCS(0)
	many := fewTimers + runtime.NumGoroutine()
	var here atomic.Int64
	var done sync.WaitGroup
	for range processors {
		done.Go(func() {
			// All of them at the same time are on one processor each. If a busy machine does not let them
			// be, they go on after a while, and a second call has another chance.
			here.Add(1)
			for began := time.Now(); here.Load() < int64(processors) && time.Since(began) < 5*time.Millisecond; {
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
