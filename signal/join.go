package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

func (c *clientConn) joinRoom(m *protocol.Join) protocol.Code {
	switch {
	case c.joined != nil || c.box != nil:
		return protocol.CodeWrongState
	case !c.source.CountAttempt(time.Now()):
		return protocol.CodeTooMany
	// Before the look-up, so that only those who can sign a join learn whether a room is there.
	case !protocol.VerifyAndClear(m.Key, protocol.JoinBytes(c.nonce, &m.Room, m.SID), m.Signature):
		return protocol.CodeBadSignature
	}
	code := c.hub.enterRoom(c, c.hub.config.Store.RoomKey(rooms.ID(m.Room)), m)
	if code == "" {
		c.stopJoinTimer()
	}
	return code
}

// enterRoom joins a connection to the room of that key.
func (h *Hub) enterRoom(c *clientConn, key rooms.Key, m *protocol.Join) protocol.Code {
	by := h.checkJoin(c, key, m)
	h.mu.Lock()
	defer h.mu.Unlock()
	l, code := h.findRoom(key)
	if code != "" {
		return code
	}
	now := time.Now()
	code = l.room.AcceptJoin(now, c.id, c.source, m, by)
	if code == "" {
		c.joined = l
	}
	h.applyEffects(l, now)
	if code == "" && h.incident != nil {
		c.sendMessage(h.incident)
	}
	return code
}

// findRoom gives the room of that key, and takes it into memory if it is not there. One that is
// being erased is awaited. The caller holds the mutex, which is free meanwhile.
func (h *Hub) findRoom(key rooms.Key) (*liveRoom, protocol.Code) {
	l := h.rooms[key]
	for l == nil || l.room.IsEnding() {
		if l != nil { // whether it is over shows when it is erased
			h.awaitJobs(l)
			l = h.rooms[key]
			continue
		}
		seen := h.dropped
		h.mu.Unlock()
		record, err := h.config.Store.Get(key)
		h.mu.Lock()
		if errors.Is(err, rooms.ErrGone) {
			return nil, protocol.CodeRoomGone
		}
		if err != nil {
			h.logFailure("get room", err)
			return nil, protocol.CodeInternal
		}
		// Meanwhile another join may have opened the room, and it may even have ended or been let
		// go.
		if l = h.rooms[key]; l == nil && h.dropped == seen {
			l = h.openRoom(key, record)
		}
	}
	return l, ""
}

// awaitJobs waits until what the room has now for the disk is done. The caller holds the mutex,
// which is free meanwhile.
func (h *Hub) awaitJobs(l *liveRoom) {
	done := make(chan struct{})
	h.queueJob(l, &l.store, func() { close(done) })
	h.mu.Unlock()
	<-done
	h.mu.Lock()
}
