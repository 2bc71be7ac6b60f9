package signal

import (
	"errors"
	"io"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	pingEvery = 20 * time.Second // below the half minute after which some proxies cut a silent connection
	pongWait  = 45 * time.Second // two pings and a little
	joinWait  = 30 * time.Second // a person clicks before the socket opens, so nobody needs longer
	writeWait = 10 * time.Second // for one message
	closeWait = 2 * time.Second  // for the client's half of the closing handshake
)

// conn is one WebSocket. Its reader goroutine owns all but out, which anybody may use, and live, which is set by the reader
// under the hub's mutex.
type conn struct {
	hub    *Hub
	id     socket
	ws     *websocket.Conn
	source *source
	nonce  Nonce
	out    *outbox
	done   chan struct{} // closed when the reader has ended
	late   *time.Timer   // cuts off who neither creates nor joins
	made   bool          // it created a room
	live   *live         // the room it joined, or nil
	pace   pace
}

// buffers lends each message its room while it is read and handled; they are cleared before they are given back.
var buffers = sync.Pool{New: func() any { return new([maxMessage + 1]byte) }}

// serve runs the connection to its end.
func (c *conn) serve() {
	defer c.hub.leave(c)
	c.late = time.AfterFunc(joinWait, func() { c.out.finish(closingFor(codeTooSlow)) })
	defer c.late.Stop()
	c.say(c.challenge())
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()
	c.read()
	close(c.done)
	_ = c.ws.Close() // also ends a write that is under way; the connection is lost or said goodbye
	c.out.finish(closing{})
	<-written
}

func (c *conn) challenge() *Challenge {
	m := &Challenge{Nonce: c.nonce}
	if c.hub.config.Work > 0 {
		m.Work = &c.hub.config.Work
	}
	return m
}

// say sends this client alone a message.
func (c *conn) say(m Message) { c.out.push(packet{websocket.TextMessage, Encode(m)}) }

// read handles what the client says until the connection ends.
func (c *conn) read() {
	alive := func() error { return c.ws.SetReadDeadline(time.Now().Add(pongWait)) }
	c.ws.SetPongHandler(func(string) error { return alive() })
	if alive() != nil {
		return
	}
	for {
		kind, body, err := c.ws.NextReader()
		if err != nil {
			return
		}
		select {
		case <-c.out.over: // the end is on its way; NextReader discards what comes until then
			continue
		default:
		}
		code, err := c.readMessage(kind, body)
		if err != nil {
			return
		}
		switch {
		case code == "":
		case stays[code]:
			c.say(newError(code))
		default:
			c.out.finish(closingFor(code))
		}
	}
}

// readMessage reads one message and has it handled. The error is that of the connection.
func (c *conn) readMessage(kind int, body io.Reader) (Code, error) {
	buffer := buffers.Get().(*[maxMessage + 1]byte)
	n, err := io.ReadFull(body, buffer[:])
	defer func() {
		clear(buffer[:n])
		buffers.Put(buffer)
	}()
	switch {
	case err == nil:
		return codeTooLarge, nil // there was at least one byte more than may be
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return "", err
	}
	if wait := c.pace.take(time.Now(), n); wait > 0 {
		select {
		case <-time.After(wait):
		case <-c.out.over:
			return "", nil
		}
	}
	if kind == websocket.BinaryMessage {
		return c.handleFrame(buffer[:n]), nil
	}
	var code Code
	discreetly(func() { code = c.handleText(buffer[:n]) })
	return code, nil
}

// write writes what the outbox holds, pings, and closes the socket when the outbox says so or the client does not take it.
func (c *conn) write() {
	defer c.ws.Close()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		select {
		case <-c.out.wake:
			p, end := c.out.next()
			if end != nil {
				c.writeEnd(end)
				return
			}
			if p != nil && c.writeMessage(p.kind, p.data) != nil {
				return
			}
		case <-ping.C:
			if c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)) != nil {
				return
			}
		}
	}
}

func (c *conn) writeMessage(kind int, data []byte) error {
	if err := c.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return c.ws.WriteMessage(kind, data)
}

// writeEnd says why and goodbye. The socket stays open for a moment: closing it while the client's messages are still
// coming in would reset it, and the client might never see the reason.
func (c *conn) writeEnd(end *closing) {
	if end.message != nil && c.writeMessage(websocket.TextMessage, end.message) != nil {
		return
	}
	goodbye := websocket.FormatCloseMessage(end.status, end.reason)
	if c.ws.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeWait)) != nil {
		return
	}
	select {
	case <-c.done:
	case <-time.After(closeWait):
	}
}
