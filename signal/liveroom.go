package signal

import (
	"time"

	"einmal/rooms"
)

// liveRoom is a room in memory with what ties it to the world. It is guarded by the hub's mutex.
type liveRoom struct {
	key      rooms.Key
	room     room
	timer    *time.Timer
	timerDue time.Time // what timer is set to
	jobs     []func()  // runs without the mutex, in order
	running  bool      // a goroutine works the queue off
	gone     bool      // no longer in the hub's table
	wrecked  bool      // what became of it is not known (see contain)
}
