package signal

import (
	"bytes"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/wipe"
	"einmal/internal/wsconn"
)

// joinWait is enough for anybody: a person clicks before the socket opens.
const joinWait = 30 * time.Second

// serveClient runs the connection to its end.
func (c *clientConn) serveClient() {
	defer c.hub.removeConn(c)
	c.joinTimer = time.AfterFunc(joinWait, func() { c.endWith(protocol.CodeTooSlow) })
	defer c.stopJoinTimer()
	defer c.endTransfer()
	c.sendMessage(c.challenge())
	c.conn.Serve(c)
}

// reportError tells the client what became of its message, if that is an error.
func (c *clientConn) reportError(code protocol.Code) {
	switch {
	case code == "":
	case code.KeepsSocket():
		c.hub.countError(code)
		c.sendMessage(protocol.NewError(code))
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

func (c *clientConn) answerPing() {
	c.hub.config.Log.Debug("a client spoke", "kind", "ping")
	if c.conn.OfferLent(pong) {
		c.conn.WriteLent(pong)
	}
}

// HandleText handles a JSON message, on a goroutine of its own: checking signatures takes a deep
// stack, which the long-lived goroutine that reads would keep.
func (c *clientConn) HandleText(text []byte) {
	if bytes.Equal(text, ping) {
		c.answerPing()
		return
	}
	answer := make(chan protocol.Code)
	go func() {
		answer <- c.recoverPanic(func() (code protocol.Code) {
			wipe.Do(func() { code = c.handleMessage(text) })
			return code
		})
	}()
	c.reportError(<-answer)
}

// HandleBinary handles a frame. Frames are many, so they are not handled in wipe.Do, which is
// expensive where memory is allocated.
func (c *clientConn) HandleBinary(buffer []byte) {
	defer wipe.Stack()
	c.reportError(c.recoverPanic(func() protocol.Code { return c.handleFrame(buffer) }))
}

// recoverPanic keeps a bug that one client's message triggers from ending the server for everybody.
// What the panic says may be private.
func (c *clientConn) recoverPanic(handle func() protocol.Code) (code protocol.Code) {
	defer func() {
		if recover() != nil {
			c.hub.logFailure("handle a message", errPanic)
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
		return c.createRoom(m)
	case *protocol.Move:
		defer func() { *m = protocol.Move{} }()
		return c.moveRoom(m)
	case *protocol.Join:
		defer func() { *m = protocol.Join{} }()
		return c.joinRoom(m)
	case *protocol.Put:
		defer func() { *m = protocol.Put{} }()
		return c.beginPut(m)
	case *protocol.Take:
		defer func() { *m = protocol.Take{} }()
		return c.beginTake(m)
	case *protocol.Fetch:
		return c.sendPieces(int(m.From))
	case *protocol.Taken:
		return c.eraseTaken()
	case *protocol.DataRequest:
		return c.reportData()
	case *protocol.Ping:
		c.answerPing()
		return ""
	}
	if c.joined == nil {
		return protocol.CodeWrongState
	}
	by, key := c.hub.checkCommand(c, m)
	return c.hub.withRoom(c.joined, func(r *roomstate.Room) protocol.Code {
		switch m := m.(type) {
		case *protocol.Roster:
			return r.SetRoster(c.id, m, by)
		case *protocol.Deny:
			return r.DenyKnocker(c.id, m, key, by)
		case *protocol.End:
			return r.EndCall(c.id, m, by)
		case *protocol.Connected:
			return r.ReportConnected(c.id)
		case *protocol.Leave:
			return r.LeaveRoom(c.id, m)
		}
		return protocol.CodeUnknownKind
	})
}
