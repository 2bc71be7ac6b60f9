package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

func (c *clientConn) join(m *protocol.Join) protocol.Code {
	switch {
	case c.live != nil:
		return protocol.CodeWrongState
	case !c.source.CountAttempt(time.Now()):
		return protocol.CodeTooMany
	// Before the look-up, so that only who can sign a join learns whether a room is there.
	case !protocol.VerifyAndClear(m.Key, protocol.JoinBytes(c.nonce, &m.Room, m.SID), m.Signature):
		return protocol.CodeBadSignature
	}
	code := c.hub.enter(c, c.hub.config.Store.Key(rooms.ID(m.Room)), m)
	if code == "" {
		c.stay()
	}
	return code
}

// enter joins a connection to the room of that key.
func (h *Hub) enter(c *clientConn, key rooms.Key, m *protocol.Join) protocol.Code {
	by := h.checkJoin(c, key, m)
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lives[key]
	for l == nil || l.room.ending {
		if l != nil { // whether it is over shows when it is erased
			h.await(l)
			l = h.lives[key]
			continue
		}
		seen := h.dropped
		h.mu.Unlock()
		record, err := h.config.Store.Get(key)
		h.mu.Lock()
		if errors.Is(err, rooms.ErrGone) {
			return protocol.CodeRoomGone
		}
		if err != nil {
			h.fail("get room", err)
			return protocol.CodeInternal
		}
		// Meanwhile another join may have opened the room, and it may even have ended or been let
		// go of.
		if l = h.lives[key]; l == nil && h.dropped == seen {
			l = h.open(key, record)
		}
	}
	now := time.Now()
	code := l.room.join(now, c.id, c.source, m, by)
	if code == "" {
		c.live = l
	}
	h.run(l, now)
	if code == "" && h.incident != nil {
		c.say(h.incident)
	}
	return code
}

// await waits until the room's slow work of now is done. The caller holds the mutex, which is free
// meanwhile.
func (h *Hub) await(l *live) {
	done := make(chan struct{})
	h.later(l, func() { close(done) })
	h.mu.Unlock()
	<-done
	h.mu.Lock()
}
