package signal

import (
	"errors"
	"time"

	"einmal/rooms"

	"github.com/gorilla/websocket"
)

// handleText handles a JSON message. A code is the error for the client.
func (c *conn) handleText(data []byte) Code {
	m, code := DecodeClient(data)
	if code != "" {
		return code
	}
	c.hub.config.Log.Debug("a client spoke", "kind", m.MessageKind())
	switch m := m.(type) {
	case *Create:
		defer func() { *m = Create{} }() // the room id goes with the message
		return c.create(m)
	case *Join:
		defer func() { *m = Join{} }()
		return c.join(m)
	case *DataRequest:
		return c.knows()
	case *Ping:
		c.pong()
		return ""
	}
	if c.live == nil {
		return codeWrongState
	}
	by, key := c.hub.checkCommand(c, m)
	return c.hub.act(c.live, func(r *room) Code {
		switch m := m.(type) {
		case *Roster:
			return r.setRoster(c.id, m, by)
		case *Deny:
			return r.deny(c.id, m, key, by)
		case *End:
			return r.finishCall(c.id, m, by)
		case *Connected:
			return r.connected(c.id)
		case *Leave:
			return r.leave(c.id)
		}
		return codeUnknownKind
	})
}

// handleFrame passes a frame on, which stands behind longestHeader bytes of buffer.
func (c *conn) handleFrame(buffer []byte) Code {
	data := buffer[longestHeader:]
	if len(data) < frameHeaderSize {
		return codeBadMessage
	}
	if c.live == nil {
		return codeWrongState
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

func (c *conn) create(m *Create) Code {
	now := time.Now()
	switch {
	case c.made.Load() || c.live != nil:
		return codeWrongState
	case !c.source.attempt(now):
		return codeTooMany
	case !c.hub.config.MayCreate || !c.isCreator(m):
		return codeCreateForbidden
	case !c.hasWorked(m):
		return codeBadProof
	case !VerifyAndClear(m.HostKey, CreateBytes(c.nonce, &m.Room, m.Seats, m.Lifetime),
		m.Signature):
		return codeBadSignature
	case c.hub.config.Work > 0 && !c.source.create():
		return codeTooMany
	}
	expires, code := c.hub.create(now, m)
	if code != "" {
		return code
	}
	c.made.Store(true)
	c.stay()
	c.say(&Created{expires.Unix()})
	return ""
}

// create makes the room, or finds the one that an earlier try has made, whose answer was lost: that
// has the same host key, whose owner has signed, and the same seats. Its expiry stands.
func (h *Hub) create(now time.Time, m *Create) (expires time.Time, code Code) {
	key := h.config.Store.Key(rooms.ID(m.Room))
	expires = fullHour(now.Add(time.Duration(m.Lifetime) * time.Second))
	err := h.config.Store.Create(key, rooms.Room{Expires: expires, Seats: m.Seats,
		HostKey: m.HostKey})
	if errors.Is(err, rooms.ErrExists) {
		var there rooms.Room
		there, err = h.config.Store.Get(key)
		if err == nil && (there.HostKey != m.HostKey || there.Seats != m.Seats) {
			return expires, codeRoomExists
		}
		expires = there.Expires
	}
	switch {
	case errors.Is(err, rooms.ErrGone): // it ended this moment
		return expires, codeRoomGone
	case errors.Is(err, rooms.ErrFull):
		return expires, codeServerFull
	case err != nil:
		h.fail("create room", err)
		return expires, codeInternal
	}
	return expires, ""
}

// isCreator checks the key of a creator link, if the hub wants one.
func (c *conn) isCreator(m *Create) bool {
	known := c.hub.config.Creators
	return known == nil || m.Creator != nil && m.CreatorSignature != nil && known(*m.Creator) &&
		VerifyAndClear(*m.Creator, CreatorBytes(c.nonce, &m.Room, m.HostKey), *m.CreatorSignature)
}

// hasWorked checks the proof of work, if the hub asks for one. It is cheaper than the signature, so
// it comes before.
func (c *conn) hasWorked(m *Create) bool {
	work := c.hub.config.Work
	return work == 0 || m.Proof != nil && m.Proof.proves(c.nonce, &m.Room, work)
}

// fullHour rounds up: the hour says less about when a room was made.
func fullHour(t time.Time) time.Time {
	if hour := t.Truncate(time.Hour); !hour.Equal(t) {
		return hour.Add(time.Hour)
	}
	return t
}

func (c *conn) join(m *Join) Code {
	switch {
	case c.live != nil:
		return codeWrongState
	case !c.source.attempt(time.Now()):
		return codeTooMany
	// Before the look-up, so that only who can sign a join learns whether a room is there.
	case !VerifyAndClear(m.Key, JoinBytes(c.nonce, &m.Room, m.SID), m.Signature):
		return codeBadSignature
	}
	code := c.hub.enter(c, c.hub.config.Store.Key(rooms.ID(m.Room)), m)
	if code == "" {
		c.stay()
	}
	return code
}
