package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wipe"
)

// A mistake of ours in what a room does by itself ends this room, and no other.

var errPanic = errors.New("panic")

// containPanic is deferred by who has the mutex.
func (h *Hub) containPanic(l *liveRoom) {
	if recover() != nil { // what it says may be private
		h.logFailure("run a room", errPanic)
		h.endWreck(l)
	}
}

// runJob does work of a room's queue, without the mutex.
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

// endWreck ends a room of which nobody can say what state it is in: everybody there is told that
// the server failed, and it is erased. If that was what went wrong, it is tried again after a
// while.
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
	// Used, or it would be let go of unerased.
	l.room = room{hostKey: l.room.hostKey, seats: l.room.seats, tag: l.room.tag, expires: now,
		used: true}
	if l.wrecked {
		l.room.eraseAfter = now.Add(retryTime)
	} else {
		l.room.startEnding()
	}
	l.wrecked = true
	h.applyEffects(l, now)
}
