package wipe

import (
	"runtime/debug"
	"time"
)

// scrubDelay is how long after the end of a connection or a room its memory is cleaned: the
// sockets have said goodbye by then. Those that end meanwhile are cleaned together, so that a busy
// server collects its garbage every ten seconds at most.
const scrubDelay = 10 * time.Second

// Scrubber has the garbage collector run when somebody has left or a room has ended. Without
// that ids, sids and addresses would stay in freed memory for as long as nothing else needs the
// space. Package reexec sees to it that freed memory is overwritten, too.
type Scrubber struct {
	wake chan struct{}
	stop chan struct{}
}

// NewScrubber makes one that waits for [Scrubber.RunUntilClosed].
func NewScrubber() *Scrubber {
	return &Scrubber{wake: make(chan struct{}, 1), stop: make(chan struct{})}
}

// Schedule asks for a cleaning.
func (f *Scrubber) Schedule() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *Scrubber) Close() error {
	close(f.stop)
	return nil
}

// RunUntilClosed cleans until close. tidy lets go of what the server's tables keep of deleted
// entries.
func (f *Scrubber) RunUntilClosed(tidy func()) {
	for {
		select {
		case <-f.wake:
		case <-f.stop:
			return
		}
		select {
		case <-time.After(scrubDelay):
		case <-f.stop:
			return
		}
		tidy()
		// Twice: what lies in a sync.Pool survives the first collection, and the stacks it frees
		// have to be wiped. Pages that go back to the system come again as zeros.
		DropStoppedTimers() // of allocations, for example: pion's hold the user name
		debug.FreeOSMemory()
		FreeStacks()
		DropStoppedTimers()
		debug.FreeOSMemory()
	}
}
