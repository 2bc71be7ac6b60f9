package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wipe"
)

// A bug in what a room does by itself ends this room, and no other.

var errPanic = errors.New("panic")

// containPanic is deferred by whoever holds the mutex.
func (h *Hub) containPanic(l *liveRoom) {
	if recover() != nil { // what it says may be private
		h.logFailure("run a room", errPanic)
		h.endWreck(l)
	}
}

// runJob runs one job of a room's queue, without the mutex.
func (h *Hub) runJob(l *liveRoom, work func()) {
	defer func() {
		if recover() != nil {
			h.logFailure("work for a room", errPanic)
			h.mu.Lock()
			defer h.mu.Unlock()
			h.endWreck(l)
		}
	}()
	wipe.Do(work)
}

// endWreck ends a room whose state nobody can vouch for: everybody there is told that the server
// failed, and the room is erased. If erasing is what went wrong, it is tried again later.
func (h *Hub) endWreck(l *liveRoom) {
	if l.gone {
		return
	}
	for _, c := range h.conns {
		if c.joined == l {
			c.endWith(protocol.CodeInternal)
		}
	}
	now := time.Now()
	l.room.Abandon(now, l.wrecked)
	l.wrecked = true
	h.applyEffects(l, now)
}
