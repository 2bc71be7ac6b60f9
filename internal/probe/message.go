package probe

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/pion/stun/v2"
)

const (
	headerSize = 20 // of a STUN message (RFC 8489, section 5)
	// maxMessage is more than any message of the relay here has.
	maxMessage = 2048
)

// messageConn sends and receives STUN messages, over a stream as well. One goroutine reads.
type messageConn struct {
	net.Conn

	isPacket bool
	stream   *bufio.Reader
	buffer   [maxMessage]byte
}

func newMessageConn(conn net.Conn) *messageConn {
	return &messageConn{Conn: conn, isPacket: conn.RemoteAddr().Network() == "udp",
		stream: bufio.NewReader(conn)}
}

// send writes a message, to which an answer may come or not.
func (c *messageConn) send(setters ...stun.Setter) (*stun.Message, error) {
	m, err := stun.Build(setters...)
	if err != nil {
		return nil, err
	}
	return m, c.sendAgain(m)
}

func (c *messageConn) sendAgain(m *stun.Message) error {
	if _, err := c.Write(m.Raw); err != nil {
		return problem{"no-answer", fmt.Sprintf("nothing can be sent: %v", withoutAddress(err))}
	}
	return nil
}

// receive returns the next message. What is none is passed over, on a stream it is an error.
func (c *messageConn) receive() (*stun.Message, error) {
	for {
		raw, err := c.read()
		if err != nil {
			return nil, err
		}
		m := stun.New()
		if _, err := m.Write(raw); err == nil {
			return m, nil
		} else if !c.isPacket {
			return nil, err
		}
	}
}

func (c *messageConn) read() ([]byte, error) {
	if c.isPacket {
		n, err := c.Read(c.buffer[:])
		return c.buffer[:n], err
	}
	if _, err := io.ReadFull(c.stream, c.buffer[:headerSize]); err != nil {
		return nil, err
	}
	size := headerSize + int(binary.BigEndian.Uint16(c.buffer[2:]))
	if size > maxMessage {
		return nil, errors.New("what comes is no message of the relay")
	}
	_, err := io.ReadFull(c.stream, c.buffer[headerSize:size])
	return c.buffer[:size], err
}

// roundTrip sends a request and waits for its answer; over UDP it sends it again (RFC 8489, section
// 6.2.1).
func (c *messageConn) roundTrip(setters ...stun.Setter) (*stun.Message, error) {
	request, err := c.send(setters...)
	if err != nil {
		return nil, err
	}
	patience := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}
	if !c.isPacket {
		patience = []time.Duration{5 * time.Second} // TCP sends again by itself
	}
	for try, wait := range patience {
		if try > 0 {
			if err := c.sendAgain(request); err != nil {
				return nil, err
			}
		}
		_ = c.SetReadDeadline(time.Now().Add(wait))
		for {
			answer, err := c.receive()
			if errors.Is(err, os.ErrDeadlineExceeded) {
				break
			}
			if err != nil {
				return nil, problem{"no-answer",
					fmt.Sprintf("no answer: %v", withoutAddress(err))}
			}
			if answer.TransactionID == request.TransactionID {
				return answer, nil
			}
		}
	}
	return nil, problem{"no-answer", "no answer: whatever is sent gets lost on the way"}
}
