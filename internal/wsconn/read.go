package wsconn

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// smallMessage, in bytes, is what most messages have at most: only sealed descriptions have more.
const smallMessage = 4 << 10

// A message is read and handled in a buffer that is cleared before it goes back to its pool. Most
// messages are small, and a client that only begins a large one does not get the large buffer. A
// buffer has space for a header, so that a frame goes out from where it came in.
type (
	smallBuffer [HeaderSize + smallMessage]byte
	largeBuffer [HeaderSize + MaxMessage + 1]byte
)

var (
	smallBuffers = sync.Pool{New: func() any { return new(smallBuffer) }}
	largeBuffers = sync.Pool{New: func() any { return new(largeBuffer) }}
)

// readMessages has the handler handle what the client says until the connection ends.
func (c *Conn) readMessages() {
	c.ws.SetPongHandler(func(string) error {
		if c.inBody { // between its fragments: that does not give it more time
			return nil
		}
		return c.extendDeadline(PongWait)
	})
	if c.extendDeadline(PongWait) != nil {
		return
	}
	for {
		kind, body, err := c.ws.NextReader()
		if err != nil {
			return
		}
		select {
		case <-c.out.closing: // the end is on its way; NextReader discards what comes until then
			continue
		default:
		}
		if c.readMessage(kind, body) != nil {
			return
		}
	}
}

// extendDeadline says how long the client may now take for its next sign of life.
func (c *Conn) extendDeadline(wait time.Duration) error {
	return c.ws.SetReadDeadline(time.Now().Add(wait))
}

// readMessage reads one message and has it handled. The error is that of the connection.
func (c *Conn) readMessage(kind int, body io.Reader) error {
	if c.extendDeadline(BodyWait) != nil {
		return net.ErrClosed
	}
	c.inBody = true
	small := smallBuffers.Get().(*smallBuffer)
	defer func() {
		clear(small[:])
		smallBuffers.Put(small)
	}()
	n, err := io.ReadFull(body, small[HeaderSize:])
	buffer := small[:HeaderSize+n]
	if err == nil { // there may be more
		large := largeBuffers.Get().(*largeBuffer)
		defer func() {
			clear(large[:])
			largeBuffers.Put(large)
		}()
		copy(large[:], buffer)
		n, err = io.ReadFull(body, large[len(buffer):])
		buffer = large[:len(buffer)+n]
	}
	c.inBody = false
	switch {
	case err == nil:
		c.EndWith(c.shared.config.TooLarge) // there was at least one byte more than may be
		return nil
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case c.extendDeadline(PongWait) != nil:
		return net.ErrClosed
	}
	c.Throttle(MessageCost)
	if kind == websocket.BinaryMessage {
		c.handler.HandleBinary(buffer)
	} else {
		c.handler.HandleText(buffer[HeaderSize:])
	}
	return nil
}
