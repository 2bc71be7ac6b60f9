package signal

import (
	"crypto/rand"
	"errors"
	"io"
	"net"
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

var errPanic = errors.New("panic")

// conn is one WebSocket. Its reader goroutine owns all but out, which anybody may use, and live, which is set by the reader
// under the hub's mutex.
type conn struct {
	hub     *Hub
	id      socket
	ws      *websocket.Conn
	source  *source
	nonce   Nonce
	out     outbox
	writers sync.WaitGroup // the goroutine that writes what is in out; there is one while something is
	done    chan struct{}  // closed when the reader has ended
	late    *time.Timer    // cuts off who neither creates nor joins; nil after that
	beat    *time.Timer    // pings
	made    bool           // it created a room
	live    *live          // the room it joined, or nil
	pace    pace
}

// buffers lends each message its room while it is read and handled; they are cleared before they are given back.
var buffers = sync.Pool{New: func() any { return new([maxMessage + 1]byte) }}

func newConn(h *Hub, source *source) *conn {
	c := &conn{hub: h, source: source, done: make(chan struct{})}
	c.out.over = make(chan struct{})
	c.out.start = func() { c.writers.Go(c.write) }
	rand.Read(c.nonce[:])
	return c
}

// serve runs the connection to its end.
func (c *conn) serve() {
	defer c.hub.leave(c)
	c.late = time.AfterFunc(joinWait, func() { c.out.finish(closingFor(codeTooSlow)) })
	c.beat = time.AfterFunc(pingEvery, c.ping)
	c.say(c.challenge())
	c.read()
	c.stay()
	c.beat.Stop()
	close(c.done)
	_ = c.ws.Close() // also ends a write that is under way; the connection is lost or said goodbye
	c.out.finish(closing{})
	c.writers.Wait()
}

// stay says that the client need not hurry any more.
func (c *conn) stay() {
	if c.late != nil {
		c.late.Stop()
		c.late = nil
	}
}

// ping runs on the timer's goroutine; the library lets it write beside the writer.
func (c *conn) ping() {
	if c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)) != nil {
		_ = c.ws.Close()
		return
	}
	c.beat.Reset(pingEvery) // if the connection has ended meanwhile, the next one fails
}

// cut closes the connection below TLS, whose own goodbye could wait for a client that reads nothing.
func (c *conn) cut() {
	inner := c.ws.NetConn().(*pacedConn).Conn
	if over, ok := inner.(interface{ NetConn() net.Conn }); ok {
		inner = over.NetConn()
	}
	_ = inner.Close()
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
			c.hub.told(code)
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
	c.spend(messageCost)
	if kind == websocket.BinaryMessage {
		return c.safely(func() Code { return c.handleFrame(buffer[:n]) }), nil
	}
	return c.handleApart(buffer[:n]), nil
}

// handleApart handles a JSON message on a goroutine of its own: checking signatures takes a deep stack, which this one, that
// lives long, would keep.
func (c *conn) handleApart(data []byte) Code {
	answer := make(chan Code)
	go func() {
		answer <- c.safely(func() (code Code) {
			discreetly(func() { code = c.handleText(data) })
			return code
		})
	}()
	return <-answer
}

// safely keeps a mistake of ours with one client's message from ending the server for all. What the panic says may be
// private.
func (c *conn) safely(handle func() Code) (code Code) {
	defer func() {
		if recover() != nil {
			c.hub.fail("handle a message", errPanic)
			code = codeInternal
		}
	}()
	return handle()
}

// write writes what the outbox holds, and closes the socket when the outbox says so or the client does not take it.
func (c *conn) write() {
	for {
		p, end := c.out.next()
		switch {
		case end != nil:
			c.writeEnd(end)
			_ = c.ws.Close()
			return
		case p == nil:
			return
		case c.writeMessage(p.kind, p.data) != nil:
			_ = c.ws.Close() // the reader notices
			return
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
	c.hub.told(Code(end.reason))
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
