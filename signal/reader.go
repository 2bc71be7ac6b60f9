package signal

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// smallMessage, in bytes, is what most messages have at most: only sealed descriptions have more.
const smallMessage = 4 << 10

var errPanic = errors.New("panic")

// Each message is lent its room while it is read and handled, cleared before it is given back. Most
// are small, and who only begins a large one does not get the large room. There is room for a
// header, so that a frame goes out from where it came in.
type (
	smallBuffer [longestHeader + smallMessage]byte
	largeBuffer [longestHeader + protocol.MaxMessage + 1]byte
)

var (
	smallBuffers = sync.Pool{New: func() any { return new(smallBuffer) }}
	largeBuffers = sync.Pool{New: func() any { return new(largeBuffer) }}
)

// read handles what the client says until the connection ends.
func (c *conn) read() {
	c.ws.SetPongHandler(func(string) error {
		if c.inBody { // between its fragments: that does not give it more time
			return nil
		}
		return c.lives(pongWait)
	})
	if c.lives(pongWait) != nil {
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
		case code.KeepsSocket():
			c.hub.told(code)
			c.say(protocol.NewError(code))
		default:
			c.finish(closingFor(code))
		}
	}
}

// lives says how long the client may now take for its next sign of life.
func (c *conn) lives(wait time.Duration) error { return c.ws.SetReadDeadline(time.Now().Add(wait)) }

// readMessage reads one message and has it handled. The error is that of the connection.
func (c *conn) readMessage(kind int, body io.Reader) (protocol.Code, error) {
	if c.lives(bodyWait) != nil {
		return "", net.ErrClosed
	}
	c.inBody = true
	small := smallBuffers.Get().(*smallBuffer)
	defer func() {
		clear(small[:])
		smallBuffers.Put(small)
	}()
	n, err := io.ReadFull(body, small[longestHeader:])
	buffer := small[:longestHeader+n]
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
		return protocol.CodeTooLarge, nil // there was at least one byte more than may be
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return "", err
	case c.lives(pongWait) != nil:
		return "", net.ErrClosed
	}
	c.spend(messageCost)
	if kind == websocket.TextMessage && bytes.Equal(buffer[longestHeader:], ping) {
		c.pong()
		return "", nil
	}
	if kind == websocket.BinaryMessage {
		// Frames come in number, so they are not handled in discreet.Do, which is dear where memory
		// is allocated.
		defer discreet.WipeStack()
		return c.safely(func() protocol.Code { return c.handleFrame(buffer) }), nil
	}
	return c.handleApart(buffer[longestHeader:]), nil
}

// handleApart handles a JSON message on a goroutine of its own: checking signatures takes a deep
// stack, which this one, that lives long, would keep.
func (c *conn) handleApart(data []byte) protocol.Code {
	answer := make(chan protocol.Code)
	go func() {
		answer <- c.safely(func() (code protocol.Code) {
			discreet.Do(func() { code = c.handleText(data) })
			return code
		})
	}()
	return <-answer
}

// safely keeps a mistake of ours with one client's message from ending the server for all. What the
// panic says may be private.
func (c *conn) safely(handle func() protocol.Code) (code protocol.Code) {
	defer func() {
		if recover() != nil {
			c.hub.fail("handle a message", errPanic)
			code = protocol.CodeInternal
		}
	}()
	return handle()
}
