package signal

import (
	"bytes"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// say sends this client alone a message.
func (c *conn) say(m protocol.Message) {
	c.send(newMessage(websocket.TextMessage, protocol.Encode(m)))
}

// send passes the client a message, finish ends the connection after what was sent before. Neither
// waits.
func (c *conn) send(message []byte) {
	if c.out.push(message) {
		go c.write()
	}
}

func (c *conn) finish(end closing) {
	if c.out.finish(end) {
		go c.write()
	}
}

// write writes what the outbox holds, and closes the socket when the outbox says so or the client
// does not take it. Only the outbox's writer calls it.
func (c *conn) write() {
	defer c.out.writers.Done()
	defer discreet.WipeStack()
	message, end := c.out.next()
	for ; message != nil; message, end = c.out.next() {
		if c.line.write(message) != nil {
			return
		}
	}
	if end != nil {
		c.writeEnd(end)
		_ = c.line.Close()
	}
}

// writeNow is write for one who has other things to do. It begins with a message that is only lent.
// What the client does not take at once, it leaves to a goroutine: most of the time none is needed,
// and to start one takes longer than to write a frame.
func (c *conn) writeNow(message []byte) {
	if !c.line.tryBegin() {
		message = bytes.Clone(message)
		c.out.keep(len(message))
		go c.writeOn(func() error { return c.line.write(message) })
		return
	}
	var end *closing
	for message != nil {
		if n := c.line.writeNow(message); n < len(message) {
			rest := bytes.Clone(message[n:])
			c.out.keep(len(rest))
			go c.writeOn(func() error { return c.line.writeRest(rest) })
			return
		}
		message, end = c.out.next()
	}
	c.line.end()
	if end != nil {
		go c.write()
		return
	}
	c.out.writers.Done()
}

// writeOn writes what writeNow could not, and then what else there is.
func (c *conn) writeOn(first func() error) {
	if first() != nil {
		c.out.writers.Done()
		return
	}
	c.write()
}

// writeEnd says why and goodbye. The socket stays open for a moment: closing it while the client's
// messages are still coming in would reset it, and the client might never see the reason.
func (c *conn) writeEnd(end *closing) {
	c.hub.told(protocol.Code(end.reason))
	goodbye := newMessage(websocket.CloseMessage,
		websocket.FormatCloseMessage(end.status, end.reason))
	if c.line.write(append(end.message, goodbye...)) != nil {
		return
	}
	select {
	case <-c.done:
	case <-time.After(closeWait):
	}
}
