package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// moveRoom gives a room another expiry and another appointment, and answers when they are on disk,
// and with them that the room is not used: it stays until that expiry. The host key says that the
// room is theirs: neither proof of work nor a creator is asked for.
func (c *clientConn) moveRoom(m *protocol.Move) protocol.Code {
	switch {
	case c.isTaken():
		return protocol.CodeWrongState
	case !c.source.CountAttempt(time.Now()):
		return protocol.CodeTooMany
	case !c.hub.config.Create.allowsLife(m.Lifetime):
		return protocol.CodeTooLong
	}
	moved, code := c.hub.moveRoom(c.nonce, m)
	if code == "" {
		c.sendMessage(moved)
	}
	return code
}

func (h *Hub) moveRoom(nonce protocol.Nonce, m *protocol.Move) (moved *protocol.Moved,
	code protocol.Code) {
	key := h.config.Store.RoomKey(rooms.ID(m.Room))
	by := verifiedKey(h.hostKeyOf(key), protocol.MoveBytes(nonce, &m.Room, m.Lifetime,
		m.Appointment), m.Signature)
	h.mu.Lock()
	defer h.mu.Unlock()
	l, code := h.findRoom(key)
	if code != "" {
		return nil, code
	}
	now := time.Now()
	if code := l.room.BeginMove(now, by); code != "" {
		h.applyEffects(l, now)
		return nil, code
	}
	expires := roundUpToHour(now.Add(time.Duration(m.Lifetime) * time.Second))
	appointment := m.Appointment
	code = protocol.CodeInternal // should the job break off
	h.queueJob(l, &l.store, func() { moved, code = h.saveMove(l, expires, appointment) })
	h.awaitJobs(l)
	return moved, code
}

// saveMove writes what a move changes. It runs in the room's queue, so nobody erases the room or
// writes its record meanwhile.
func (h *Hub) saveMove(l *liveRoom, expires time.Time,
	appointment protocol.Appointment) (*protocol.Moved, protocol.Code) {
	h.mu.Lock()
	gone, wrecked, removal := l.gone, l.wrecked, l.room.RemovalIfKept()
	h.mu.Unlock()
	switch {
	case wrecked: // by a bug (contain.go)
		return nil, protocol.CodeInternal
	case gone: // erased
		return nil, protocol.CodeRoomGone
	}
	err := h.config.Store.Update(l.key, func(r *rooms.Room) {
		r.Expires, r.Appointment = expires, appointment
		r.Used, r.Removal = false, max(r.Removal, removal)
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.gone || l.wrecked {
		return nil, protocol.CodeInternal
	}
	now := time.Now()
	defer h.applyEffects(l, now)
	if err == nil {
		return l.room.MoveDone(expires, appointment), ""
	}
	l.room.MoveFailed()
	if errors.Is(err, rooms.ErrGone) { // swept
		return nil, protocol.CodeRoomGone
	}
	h.logFailure("move room", err)
	return nil, protocol.CodeInternal
}
