package signal

import (
	"time"

	"einmal/rooms"
)

// live is a room in memory with what ties it to the world. It is guarded by the hub's mutex.
type live struct {
	key   rooms.Key
	room  room
	timer *time.Timer
	due   time.Time // what timer is set to
	queue []func()  // runs without the mutex, in order
	busy  bool      // a goroutine works the queue off
	gone  bool      // no longer in the hub's table
	wreck bool      // what became of it is not known (see contain)
}
