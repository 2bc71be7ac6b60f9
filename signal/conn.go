package signal

import (
	"crypto/rand"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"einmal/internal/discreet"

	"github.com/gorilla/websocket"
)

const (
	pingEvery = 20 * time.Second // below the half minute after which some proxies cut a silent connection
	pongWait  = 45 * time.Second // two pings and a little
	bodyWait  = 20 * time.Second // for a message that has begun: 66 KiB over 27 kbit/s
	joinWait  = 30 * time.Second // a person clicks before the socket opens, so nobody needs longer
	writeWait = 10 * time.Second // for one message
	closeWait = 2 * time.Second  // for the client's half of the closing handshake
)

// conn is one WebSocket. Its reader goroutine owns all but out and made, which anybody may use, and live, which is set by the
// reader under the hub's mutex.
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
	made    atomic.Bool    // it created a room
	inBody  bool           // it has begun a message
	live    *live          // the room it joined, or nil
	pace    pace
}

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

// write writes what the outbox holds, and closes the socket when the outbox says so or the client does not take it.
func (c *conn) write() {
	defer discreet.WipeStack()
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
