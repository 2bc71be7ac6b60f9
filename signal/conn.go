package signal

import (
	"crypto/rand"
	"net"
	"sync/atomic"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"

	"github.com/gorilla/websocket"
)

const (
	// below the half minute after which some proxies cut a silent connection
	pingEvery = 20 * time.Second
	pongWait  = 45 * time.Second // two pings and a little
	bodyWait  = 20 * time.Second // for a message that has begun: 66 KiB over 27 kbit/s
	joinWait  = 30 * time.Second // a person clicks before the socket opens, so nobody needs longer
	writeWait = 10 * time.Second // for one message
	closeWait = 2 * time.Second  // for the client's half of the closing handshake
)

// conn is one WebSocket. Its reader goroutine owns all but out and made, which anybody may use,
// line, which whoever writes uses as well, and live, which is set by the reader under the hub's
// mutex.
type conn struct {
	hub    *Hub
	id     socket
	line   *line
	ws     *websocket.Conn // reads, and answers pings and goodbyes
	source *sourcelimit.Source
	nonce  protocol.Nonce
	out    outbox
	done   chan struct{} // closed when the reader has ended
	late   *time.Timer   // cuts off who neither creates nor joins; nil after that
	beat   *time.Timer   // pings
	made   atomic.Bool   // it created a room
	inBody bool          // it has begun a message
	live   *live         // the room it joined, or nil
	pace   pace
}

func newConn(h *Hub, source *sourcelimit.Source) *conn {
	c := &conn{hub: h, source: source, done: make(chan struct{})}
	c.out.all, c.out.over = &h.waiting, make(chan struct{})
	rand.Read(c.nonce[:])
	return c
}

// serve runs the connection to its end.
func (c *conn) serve() {
	defer c.hub.leave(c)
	c.late = time.AfterFunc(joinWait, func() { c.finish(closingFor(protocol.CodeTooSlow)) })
	c.beat = time.AfterFunc(pingEvery, c.ping)
	c.say(c.challenge())
	c.read()
	c.stay()
	c.beat.Stop()
	close(c.done)
	_ = c.ws.Close() // also ends a write that is under way; the connection is lost or said goodbye
	c.finish(closing{})
	c.out.writers.Wait()
	c.out.release()
}

// stay says that the client need not hurry any more.
func (c *conn) stay() {
	if c.late != nil {
		c.late.Stop()
		c.late = nil
	}
}

// ping runs on the timer's goroutine; the library lets it write beside the writer, and does not
// have it wait for what waits.
func (c *conn) ping() {
	if c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)) == nil {
		c.beat.Reset(pingEvery) // if the connection has ended meanwhile, the next one fails
	}
}

// cut closes the connection below TLS, whose own goodbye could wait for a client that reads
// nothing.
func (c *conn) cut() {
	inner := c.line.Conn
	if over, ok := inner.(interface{ NetConn() net.Conn }); ok {
		inner = over.NetConn()
	}
	_ = inner.Close()
}

func (c *conn) challenge() *protocol.Challenge {
	m := &protocol.Challenge{Nonce: c.nonce}
	if c.hub.config.Work > 0 {
		m.Work = &c.hub.config.Work
	}
	return m
}
