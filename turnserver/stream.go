package turnserver

import (
	"bufio"
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Limits of a stream. Ten seconds are a slow handshake and two round trips; who holds no allocation by then is not a caller.
// 64 KiB are a fifth of a second of good video: more queue is only more delay. Control messages get a reserve beyond it, for
// nobody repeats them on a stream.
const (
	idleStream   = 10 * time.Second
	stalledWrite = 10 * time.Second
	queueLimit   = 64 << 10
	queueReserve = 16 << 10
)

// stream is a TCP or TLS connection as pion sees it: its Read relays data by itself and returns only messages that passed
// the screen. pion's goroutine reads; one more writes what anybody puts into the queue.
type stream struct {
	net.Conn
	l      *listener
	from   netip.AddrPort
	reader *bufio.Reader

	// Locks are taken in the order exchange, stream, listener.
	mu      sync.Mutex
	closed  bool
	holding bool // an allocation
	queue   []byte
	filled  chan struct{} // holds one token while the queue may be non-empty
}

func newStream(l *listener, conn net.Conn) *stream {
	s := &stream{
		Conn: conn, l: l, from: addrPort(conn.RemoteAddr()),
		reader: bufio.NewReaderSize(conn, 4096), filled: make(chan struct{}, 1),
	}
	_ = conn.SetReadDeadline(time.Now().Add(idleStream))
	go s.write()
	return s
}

// Read returns one whole message for pion; p holds at least maxPacket bytes.
func (s *stream) Read(p []byte) (int, error) {
	for {
		message, size, err := s.next()
		if err != nil {
			return 0, err
		}
		n := 0
		switch {
		case message == nil:
			s.l.x.drop(dropTooLong)
		case isChannelData(message):
			s.l.relayChannelData(s.from, message)
		default:
			reply, pass := s.l.screen(message, s.from)
			if reply != nil {
				s.enqueue(reply, queueLimit+queueReserve)
			}
			if pass {
				n = copy(p, message)
			}
		}
		if _, err := s.reader.Discard(size); err != nil {
			return 0, err
		}
		if n > 0 {
			return n, nil
		}
	}
}

// next peeks at the next message and says how many bytes it takes in the stream (RFC 8656, 12.5). A message over
// maxPacket comes as nil.
func (s *stream) next() (message []byte, size int, err error) {
	header, err := s.reader.Peek(channelHeader)
	if err != nil {
		return nil, 0, err
	}
	length := channelHeader + int(binary.BigEndian.Uint16(header[2:]))
	switch header[0] >> 6 {
	case 0:
		length += 16
		size = length
	case 1:
		size = (length + 3) &^ 3
	default:
		s.l.x.drop(dropMalformed)
		return nil, 0, net.ErrClosed // no way to find the next message
	}
	if length > maxPacket {
		return nil, size, nil
	}
	message, err = s.reader.Peek(size)
	if err != nil {
		return nil, 0, err
	}
	return message[:length], size, nil
}

// Write queues what pion answers.
func (s *stream) Write(p []byte) (int, error) {
	s.enqueue(p, queueLimit+queueReserve)
	return len(p), nil
}

// send queues relayed data, or drops it if the client is too slow.
func (s *stream) send(packet []byte) { s.enqueue(packet, queueLimit) }

func (s *stream) enqueue(packet []byte, limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.queue)+len(packet) > limit {
		s.l.x.drop(dropQueueFull)
		return
	}
	s.queue = append(s.queue, packet...)
	s.queue = append(s.queue, make([]byte, -len(packet)&3)...)
	select {
	case s.filled <- struct{}{}:
	default:
	}
}

// write takes the whole queue and writes it in one go, so that a burst costs one system call or TLS record, until the
// stream is closed.
func (s *stream) write() {
	var full []byte
	for range s.filled {
		s.mu.Lock()
		full, s.queue = s.queue, full[:0]
		s.mu.Unlock()
		_ = s.SetWriteDeadline(time.Now().Add(stalledWrite))
		if _, err := s.Conn.Write(full); err != nil {
			_ = s.Close()
		}
	}
}

// allocated starts and stops the clock for clients without an allocation.
func (s *stream) allocated(holding bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.holding == holding {
		return
	}
	s.holding = holding
	if holding {
		s.l.changeWaiting(-1)
		_ = s.SetReadDeadline(time.Time{})
	} else {
		s.l.changeWaiting(1)
		_ = s.SetReadDeadline(time.Now().Add(idleStream))
	}
}

// Close ends the stream. It may be called twice.
func (s *stream) Close() error {
	s.mu.Lock()
	closed := s.closed
	if !closed {
		s.closed = true
		close(s.filled)
		s.l.remove(s, !s.holding)
	}
	s.mu.Unlock()
	if closed {
		return net.ErrClosed
	}
	return s.Conn.Close() // not under the lock: TLS says goodbye first, and may wait to do so
}
