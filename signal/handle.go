package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

// handleText handles a JSON message. A code is the error for the client.
func (c *conn) handleText(data []byte) protocol.Code {
	m, code := protocol.DecodeClient(data)
	if code != "" {
		return code
	}
	c.hub.config.Log.Debug("a client spoke", "kind", m.MessageKind())
	switch m := m.(type) {
	case *protocol.Create:
		defer func() { *m = protocol.Create{} }() // the room id goes with the message
		return c.create(m)
	case *protocol.Join:
		defer func() { *m = protocol.Join{} }()
		return c.join(m)
	case *protocol.DataRequest:
		return c.knows()
	case *protocol.Ping:
		c.pong()
		return ""
	}
	if c.live == nil {
		return protocol.CodeWrongState
	}
	by, key := c.hub.checkCommand(c, m)
	return c.hub.act(c.live, func(r *room) protocol.Code {
		switch m := m.(type) {
		case *protocol.Roster:
			return r.setRoster(c.id, m, by)
		case *protocol.Deny:
			return r.deny(c.id, m, key, by)
		case *protocol.End:
			return r.finishCall(c.id, m, by)
		case *protocol.Connected:
			return r.connected(c.id)
		case *protocol.Leave:
			return r.leave(c.id)
		}
		return protocol.CodeUnknownKind
	})
}

// handleFrame passes a frame on, which stands behind longestHeader bytes of buffer.
func (c *conn) handleFrame(buffer []byte) protocol.Code {
	data := buffer[longestHeader:]
	if len(data) < protocol.FrameHeaderSize {
		return protocol.CodeBadMessage
	}
	if c.live == nil {
		return protocol.CodeWrongState
	}
	message := putHeader(websocket.BinaryMessage, buffer)
	receiver, knocks, code := c.hub.pass(c, message, data)
	if receiver != nil {
		receiver.writeNow(message)
	}
	if knocks {
		c.spend((knockerFactor - 1) * (len(data) + messageCost))
	}
	return code
}

func (c *conn) create(m *protocol.Create) protocol.Code {
	now := time.Now()
	switch {
	case c.made.Load() || c.live != nil:
		return protocol.CodeWrongState
	case !c.source.CountAttempt(now):
		return protocol.CodeTooMany
	case !c.hub.config.MayCreate || !c.isCreator(m):
		return protocol.CodeCreateForbidden
	case !c.hasWorked(m):
		return protocol.CodeBadProof
	case !protocol.VerifyAndClear(m.HostKey, protocol.CreateBytes(c.nonce, &m.Room, m.Seats,
		m.Lifetime),
		m.Signature):
		return protocol.CodeBadSignature
	case c.hub.config.Work > 0 && !c.source.CountRoom():
		return protocol.CodeTooMany
	}
	expires, code := c.hub.create(now, m)
	if code != "" {
		return code
	}
	c.made.Store(true)
	c.stay()
	c.say(&protocol.Created{Expires: expires.Unix()})
	return ""
}

// create makes the room, or finds the one that an earlier try has made, whose answer was lost: that
// has the same host key, whose owner has signed, and the same seats. Its expiry stands.
func (h *Hub) create(now time.Time, m *protocol.Create) (expires time.Time, code protocol.Code) {
	key := h.config.Store.Key(rooms.ID(m.Room))
	expires = fullHour(now.Add(time.Duration(m.Lifetime) * time.Second))
	err := h.config.Store.Create(key, rooms.Room{Expires: expires, Seats: m.Seats,
		HostKey: m.HostKey})
	if errors.Is(err, rooms.ErrExists) {
		var there rooms.Room
		there, err = h.config.Store.Get(key)
		if err == nil && (there.HostKey != m.HostKey || there.Seats != m.Seats) {
			return expires, protocol.CodeRoomExists
		}
		expires = there.Expires
	}
	switch {
	case errors.Is(err, rooms.ErrGone): // it ended this moment
		return expires, protocol.CodeRoomGone
	case errors.Is(err, rooms.ErrFull):
		return expires, protocol.CodeServerFull
	case err != nil:
		h.fail("create room", err)
		return expires, protocol.CodeInternal
	}
	return expires, ""
}

// isCreator checks the key of a creator link, if the hub wants one.
func (c *conn) isCreator(m *protocol.Create) bool {
	known := c.hub.config.Creators
	return known == nil || m.Creator != nil && m.CreatorSignature != nil && known(*m.Creator) &&
		protocol.VerifyAndClear(*m.Creator, protocol.CreatorBytes(c.nonce, &m.Room, m.HostKey),
			*m.CreatorSignature)
}

// hasWorked checks the proof of work, if the hub asks for one. It is cheaper than the signature, so
// it comes before.
func (c *conn) hasWorked(m *protocol.Create) bool {
	work := c.hub.config.Work
	return work == 0 || m.Proof != nil && m.Proof.Proves(c.nonce, &m.Room, work)
}

// fullHour rounds up: the hour says less about when a room was made.
func fullHour(t time.Time) time.Time {
	if hour := t.Truncate(time.Hour); !hour.Equal(t) {
		return hour.Add(time.Hour)
	}
	return t
}

func (c *conn) join(m *protocol.Join) protocol.Code {
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
