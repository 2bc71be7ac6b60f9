package signal

import (
	"time"

	"einmal/internal/roomstate"
	"einmal/rooms"
)

// liveRoom is a room in memory with what ties it to the world. It is guarded by the hub's mutex.
type liveRoom struct {
	key      rooms.Key
	room     roomstate.Room
	timer    *time.Timer
	timerDue time.Time // what timer is set to
	store    jobQueue  // what waits for the disk
	relay    jobQueue  // what the relay is asked: nobody who was let in waits for the disk
	gone     bool      // no longer in the hub's table
	wrecked  bool      // nobody can vouch for its state (see endWreck)
}

// jobQueue holds slow work. It runs without the mutex, in order.
type jobQueue struct {
	jobs    []func()
	running bool // a goroutine runs the jobs
}
