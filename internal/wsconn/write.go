package wsconn

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"

	"einmal/internal/wipe"

	"github.com/gorilla/websocket"
)

const (
	finalBit = 0x80
	// HeaderSize is how many bytes stand before the payload of a message at most.
	HeaderSize = 10
)

// TextMessage makes a whole message as it goes over the connection: one frame, not masked (RFC
// 6455, 5.2).
func TextMessage(text []byte) []byte { return newMessage(websocket.TextMessage, text) }

// BinaryMessage is TextMessage in place: the payload stands behind HeaderSize bytes of buffer. The
// message is the end of buffer.
func BinaryMessage(buffer []byte) []byte { return putHeader(websocket.BinaryMessage, buffer) }

// newMessage: kind is the library's number for it, which is the opcode.
func newMessage(kind int, payload []byte) []byte {
	buffer := make([]byte, HeaderSize+len(payload))
	copy(buffer[HeaderSize:], payload)
	return putHeader(kind, buffer)
}

func putHeader(kind int, buffer []byte) []byte {
	header := append(make([]byte, 0, HeaderSize), finalBit|byte(kind))
	switch n := len(buffer) - HeaderSize; {
	case n < 126:
		header = append(header, byte(n))
	case n <= math.MaxUint16:
		header = binary.BigEndian.AppendUint16(append(header, 126), uint16(n))
	default:
		header = binary.BigEndian.AppendUint64(append(header, 127), uint64(n))
	}
	message := buffer[HeaderSize-len(header):]
	copy(message, header)
	return message
}

// SendText passes the client a message, EndWith ends the connection after what was sent before.
// Neither waits.
func (c *Conn) SendText(text []byte) {
	if c.out.pushMessage(TextMessage(text)) {
		go c.writeQueue()
	}
}

// SendBinary is SendText for a payload that stands behind HeaderSize bytes of a buffer, which the
// connection keeps.
func (c *Conn) SendBinary(buffer []byte) {
	if c.out.pushMessage(BinaryMessage(buffer)) {
		go c.writeQueue()
	}
}

// EndWith works only once: what else would end the connection comes too late.
func (c *Conn) EndWith(end Ending) {
	if c.out.setEnding(end) {
		go c.writeQueue()
	}
}

// OfferLent is SendText for a whole message that is only lent. If it returns true, the caller has
// to write it, with WriteLent.
func (c *Conn) OfferLent(message []byte) bool { return c.out.offerLent(message) }

// writeQueue writes what the outbox holds, and closes the socket when the outbox says so or the
// client does not take it. Only the outbox's writer calls it.
func (c *Conn) writeQueue() {
	defer c.out.writers.Done()
	defer wipe.Stack()
	message, end := c.out.nextMessage()
	for ; message != nil; message, end = c.out.nextMessage() {
		if c.raw.writeInTurn(message) != nil {
			return
		}
	}
	if end != nil {
		c.writeEnd(end)
		_ = c.raw.Close()
	}
}

// WriteLent is writeQueue for a caller that has other things to do, after OfferLent. What the
// client does not take at once, it leaves to a goroutine: most of the time none is needed, and to
// starting one takes longer than writing a frame.
func (c *Conn) WriteLent(message []byte) {
	if !c.raw.tryTurn() {
		message = bytes.Clone(message)
		c.out.countRest(len(message))
		go c.continueWriting(func() error { return c.raw.writeInTurn(message) })
		return
	}
	var end *Ending
	for message != nil {
		if n := c.raw.writeNow(message); n < len(message) {
			rest := bytes.Clone(message[n:])
			c.out.countRest(len(rest))
			go c.continueWriting(func() error { return c.raw.writeRest(rest) })
			return
		}
		message, end = c.out.nextMessage()
	}
	c.raw.endTurn()
	if end != nil {
		go c.writeQueue()
		return
	}
	c.out.writers.Done()
}

// continueWriting writes what WriteLent could not, and then what else there is.
func (c *Conn) continueWriting(first func() error) {
	if first() != nil {
		c.out.writers.Done()
		return
	}
	c.writeQueue()
}

// writeEnd says why and goodbye. The socket stays open for a moment: closing it while the client's
// messages are still coming in would reset it, and the client might never see the reason.
func (c *Conn) writeEnd(end *Ending) {
	c.shared.config.Told(end.Reason)
	goodbye := newMessage(websocket.CloseMessage,
		websocket.FormatCloseMessage(end.Status, end.Reason))
	text := end.Text
	if text != nil {
		text = TextMessage(text)
	}
	if c.raw.writeInTurn(append(text, goodbye...)) != nil {
		return
	}
	select {
	case <-c.done:
	case <-time.After(CloseWait):
	}
}
