package main

import (
	"runtime/debug"
	"time"

	"einmal/internal/wipe"
)

// forgetAfter is how long after the end of a connection or a room its memory is cleaned: the
// sockets have said goodbye by then. Those that end meanwhile are cleaned together, so that a busy
// server collects its garbage every ten seconds at most.
const forgetAfter = 10 * time.Second

// forgetter has the garbage collector run when somebody has left or a room has ended. Without that
// ids, sids and addresses would stay in freed memory for as long as nothing else needs the space.
// That freed memory is also overwritten is the doing of package reexec.
type forgetter struct {
	wake chan struct{}
	stop chan struct{}
}

func newForgetter() *forgetter {
	return &forgetter{wake: make(chan struct{}, 1), stop: make(chan struct{})}
}

// soon asks for a cleaning.
func (f *forgetter) soon() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *forgetter) close() error {
	close(f.stop)
	return nil
}

// run cleans until close. tidy lets go of what the server's tables keep of deleted entries.
func (f *forgetter) run(tidy func()) {
	for {
		select {
		case <-f.wake:
		case <-f.stop:
			return
		}
		select {
		case <-time.After(forgetAfter):
		case <-f.stop:
			return
		}
		tidy()
		// Twice: what lies in a sync.Pool survives the first collection, and the stacks it frees
		// have to be wiped. Pages that go back to the system come again as zeros.
		wipe.DropStoppedTimers() // of allocations, for example: pion's hold the user name
		debug.FreeOSMemory()
		wipe.FreeStacks()
		wipe.DropStoppedTimers()
		debug.FreeOSMemory()
	}
}
