package signal

import (
	"bytes"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"
	"einmal/internal/wsconn"
)

// joinWait: a person clicks before the socket opens, so nobody needs longer.
const joinWait = 30 * time.Second

// serve runs the connection to its end.
func (c *clientConn) serve() {
	defer c.hub.leave(c)
	c.late = time.AfterFunc(joinWait, func() { c.endWith(protocol.CodeTooSlow) })
	defer c.stay()
	c.say(c.challenge())
	c.conn.Serve(c)
}

// answer tells the client what became of its message, if that is an error.
func (c *clientConn) answer(code protocol.Code) {
	switch {
	case code == "":
	case code.KeepsSocket():
		c.hub.told(code)
		c.say(protocol.NewError(code))
	default:
		c.endWith(code)
	}
}

// A client asks for a sign of life every 20 s and whenever it doubts (docs/protocol.md, 3.6): a
// script sees nothing of the pings of the WebSocket itself. The usual spelling is answered where it
// is read, without the decoder, its goroutine and the hub's mutex.
var (
	ping = protocol.Encode(&protocol.Ping{})
	pong = wsconn.TextMessage(protocol.Encode(&protocol.Pong{}))
)

func (c *clientConn) pong() {
	c.hub.config.Log.Debug("a client spoke", "kind", "ping")
	if c.conn.OfferLent(pong) {
		c.conn.WriteLent(pong)
	}
}

// HandleText handles a JSON message. It does so on a goroutine of its own: checking signatures
// takes a deep stack, which the one that reads, that lives long, would keep.
func (c *clientConn) HandleText(text []byte) {
	if bytes.Equal(text, ping) {
		c.pong()
		return
	}
	answer := make(chan protocol.Code)
	go func() {
		answer <- c.safely(func() (code protocol.Code) {
			discreet.Do(func() { code = c.handleMessage(text) })
			return code
		})
	}()
	c.answer(<-answer)
}

// HandleBinary handles a frame. Frames come in number, so they are not handled in discreet.Do,
// which is dear where memory is allocated.
func (c *clientConn) HandleBinary(buffer []byte) {
	defer discreet.WipeStack()
	c.answer(c.safely(func() protocol.Code { return c.handleFrame(buffer) }))
}

// safely keeps a mistake of ours with one client's message from ending the server for all. What the
// panic says may be private.
func (c *clientConn) safely(handle func() protocol.Code) (code protocol.Code) {
	defer func() {
		if recover() != nil {
			c.hub.fail("handle a message", errPanic)
			code = protocol.CodeInternal
		}
	}()
	return handle()
}

// handleMessage handles a JSON message. A code is the error for the client.
func (c *clientConn) handleMessage(data []byte) protocol.Code {
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
