package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

func (c *clientConn) createRoom(m *protocol.Create) protocol.Code {
	now := time.Now()
	switch {
	case c.isTaken():
		return protocol.CodeWrongState
	case !c.source.CountAttempt(now):
		return protocol.CodeTooMany
	case !c.hub.config.Create.Allowed || !c.isCreator(m):
		return protocol.CodeCreateForbidden
	case !c.hub.config.Create.allowsLife(m.Lifetime):
		return protocol.CodeTooLong
	case !c.provedWork(m):
		return protocol.CodeBadProof
	case !protocol.VerifyAndClear(m.HostKey, protocol.CreateBytes(c.nonce, &m.Room, m.Seats,
		m.Lifetime, m.Appointment), m.Signature):
		return protocol.CodeBadSignature
	case c.hub.config.Create.Work > 0 && !c.source.CountRoom():
		return protocol.CodeTooMany
	}
	expires, code := c.hub.createRoom(now, m)
	if code != "" {
		return code
	}
	c.created.Store(true)
	c.stopJoinTimer()
	c.sendMessage(&protocol.Created{Expires: expires.Unix()})
	return ""
}

// createRoom makes the room, or finds the one an earlier try made whose answer was lost: it has the
// same host key, whose owner has signed, and the same seats. Its expiry stands.
func (h *Hub) createRoom(now time.Time,
	m *protocol.Create) (expires time.Time, code protocol.Code) {
	key := h.config.Store.RoomKey(rooms.ID(m.Room))
	if expires, code, isLive := h.findCreated(key, m); isLive {
		return expires, code
	}
	expires = roundUpToHour(now.Add(time.Duration(m.Lifetime) * time.Second))
	err := h.config.Store.Create(key, rooms.Room{Expires: expires, Seats: m.Seats,
		HostKey: m.HostKey, Appointment: m.Appointment})
	if errors.Is(err, rooms.ErrExists) {
		var there rooms.Room
		there, err = h.config.Store.Get(key)
		if err == nil && (there.HostKey != m.HostKey || there.Seats != m.Seats) {
			return expires, protocol.CodeRoomExists
		}
		expires = there.Expires
	}
	switch {
	case errors.Is(err, rooms.ErrGone): // it ended just now
		return expires, protocol.CodeRoomGone
	case errors.Is(err, rooms.ErrFull):
		return expires, protocol.CodeServerFull
	case err != nil:
		h.logFailure("create room", err)
		return expires, protocol.CodeInternal
	}
	return expires, ""
}

// findCreated looks whether the room is in memory: if people are in it, it is there although its
// record may have expired.
func (h *Hub) findCreated(key rooms.Key, m *protocol.Create) (expires time.Time,
	code protocol.Code, isLive bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.rooms[key]
	if l == nil || l.room.IsEnding() {
		return expires, "", false
	}
	expires, same := l.room.WasCreated(m.HostKey, m.Seats)
	if !same {
		code = protocol.CodeRoomExists
	}
	return expires, code, true
}

// isCreator checks the key of a creator link, if the hub wants one.
func (c *clientConn) isCreator(m *protocol.Create) bool {
	known := c.hub.config.Create.IsCreator
	return known == nil || m.Creator != nil && m.CreatorSignature != nil && known(*m.Creator) &&
		protocol.VerifyAndClear(*m.Creator, protocol.CreatorBytes(c.nonce, &m.Room, m.HostKey),
			*m.CreatorSignature)
}

// provedWork checks the proof of work, if the hub asks for one. It is cheaper than the signature,
// so it comes before.
func (c *clientConn) provedWork(m *protocol.Create) bool {
	work := c.hub.config.Create.Work
	return work == 0 || m.Proof != nil && m.Proof.Proves(c.nonce, &m.Room, work)
}

// roundUpToHour rounds up: the hour says less about when a room was made.
func roundUpToHour(t time.Time) time.Time {
	if hour := t.Truncate(time.Hour); !hour.Equal(t) {
		return hour.Add(time.Hour)
	}
	return t
}
