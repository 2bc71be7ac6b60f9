// Package wsconn is the server's end of one WebSocket (RFC 6455): it reads whole messages for a
// [Handler], and writes what is sent without ever letting the sender wait.
//
// It knows nothing of what is said. It promises that
//   - a client that is slow, noisy or hostile harms no other: what it says is read at a rate, what
//     it does not read is bounded, for it and for all together, and then it is cut off;
//   - a message is lent to the handler in a buffer that is cleared before another gets it;
//   - a client that is told why the connection ends has time to read it.
//
// Each connection has a goroutine that reads ([Conn.Serve]). What the client is to get stands in a
// bounded outbox until it is written: by whoever sends a frame as far as the client takes it at
// once ([Conn.WriteLent]), and else by a goroutine that lives as long as the outbox is not empty.
package wsconn

import (
	"math"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// below the half minute after which some proxies cut a silent connection
	pingEvery = 20 * time.Second
	PongWait  = 45 * time.Second // two pings and a little
	BodyWait  = 20 * time.Second // for a message that has begun: 66 KiB over 27 kbit/s
	WriteWait = 10 * time.Second // for one message
	// CloseWait is how long the client may take for its half of the closing handshake.
	CloseWait = 2 * time.Second
)

// MaxMessage is how many bytes one message may have, text or binary (docs/protocol.md, 3).
const MaxMessage = 67584

// Handler is where the messages of a connection go. Its methods are called one after the other,
// by the goroutine that reads; what they are given is lent to them and cleared when they return.
type Handler interface {
	HandleText(text []byte)
	// HandleBinary is given a message behind HeaderSize bytes, so that it can go on from where it
	// came in (see [BinaryMessage]).
	HandleBinary(buffer []byte)
}

// Ending is how a connection ends: what is still said, and the close frame.
type Ending struct {
	Text   []byte // or nil
	Status int    // RFC 6455, 7.4.1
	Reason string
}

// Conn is one WebSocket. The goroutine of Serve owns all but out, which anybody may use, and raw,
// which whoever writes uses as well.
type Conn struct {
	shared  *Upgrader
	handler Handler
	raw     *rawConn
	ws      *websocket.Conn // reads, and answers pings and goodbyes
	out     outbox
	done    chan struct{} // closed when nobody reads any more
	pings   *time.Timer
	inBody  bool // it has begun a message
	limiter rateLimiter
}

// Serve runs the connection to its end.
func (c *Conn) Serve(handler Handler) {
	c.handler = handler
	c.pings = time.AfterFunc(math.MaxInt64, c.sendPing)
	c.pings.Reset(pingEvery) // only now: sendPing reads c.pings
	c.readMessages()
	c.pings.Stop()
	close(c.done)
	_ = c.ws.Close() // also ends a write that is under way; the connection is lost or said goodbye
	c.EndWith(Ending{})
	c.awaitWriters()
}

// Refuse ends a connection that is not served.
func (c *Conn) Refuse(end Ending) {
	close(c.done) // nobody reads the client's half of the goodbye
	c.EndWith(end)
	c.awaitWriters()
}

func (c *Conn) awaitWriters() {
	c.out.writers.Wait()
	c.out.release()
}

// RemoteAddr is the other end.
func (c *Conn) RemoteAddr() net.Addr { return c.ws.RemoteAddr() }

// NetConn is the connection below the WebSocket.
func (c *Conn) NetConn() net.Conn { return c.raw.Conn }

// Pending is how many bytes the client is to get that the kernel has not taken yet.
func (c *Conn) Pending() int { return c.out.pending() }

// Throttle counts n bytes against what the client may say, and waits if that is too much, unless
// the connection is over anyway. Only a Handler calls it.
func (c *Conn) Throttle(n int) {
	if wait := c.limiter.countBytes(time.Now(), n); wait > 0 {
		select {
		case <-time.After(wait):
		case <-c.out.closing:
		}
	}
}

// AllowBulk lets the client say much more from now on. Only a Handler calls it.
func (c *Conn) AllowBulk() { c.limiter.bulk = true }

// sendPing runs on the timer's goroutine; the library lets it write beside the writer, and does not
// have it wait for what waits.
func (c *Conn) sendPing() {
	if c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(WriteWait)) == nil {
		c.pings.Reset(pingEvery) // if the connection has ended meanwhile, the next one fails
	}
}

// HangUp closes the connection below TLS, whose own goodbye could wait for a client that reads
// nothing.
func (c *Conn) HangUp() {
	inner := c.raw.Conn
	if over, ok := inner.(interface{ NetConn() net.Conn }); ok {
		inner = over.NetConn()
	}
	_ = inner.Close()
}
