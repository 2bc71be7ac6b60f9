package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Limits of a stream. Ten seconds are a slow handshake and two round trips; who holds no allocation by then is not a caller.
// 64 KiB are a fifth of a second of good video: more queue is only more delay. Control messages get a reserve beyond it, for
// nobody repeats them on a stream. 8 KiB are the packets of a video frame.
const (
	idleStream   = 10 * time.Second
	stalledWrite = 10 * time.Second
	queueLimit   = 64 << 10
	queueReserve = 16 << 10
	readSize     = 8 << 10
)

// stream is a TCP or TLS connection as pion sees it: its Read relays data by itself and returns only messages that passed
// the screen. pion's goroutine reads; one more writes what anybody puts into the queue.
type stream struct {
	net.Conn
	l    *listener
	from netip.AddrPort

	// Of the reader alone: unread bytes are at buffer[begin:filled].
	buffer        []byte
	begin, filled int

	// Locks are taken in the order exchange, stream, listener.
	mu      sync.Mutex
	closed  bool
	holding bool // an allocation
	queue   []byte
	wake    chan struct{} // holds one token while the queue may be non-empty
}

func newStream(l *listener, conn net.Conn) *stream {
	s := &stream{
		Conn: conn, l: l, from: addrPort(conn.RemoteAddr()),
		buffer: make([]byte, headroom+readSize), begin: headroom, filled: headroom, wake: make(chan struct{}, 1),
	}
	_ = conn.SetReadDeadline(time.Now().Add(idleStream))
	go s.write()
	return s
}

// Read returns one whole message for pion; p holds at least maxPacket bytes.
func (s *stream) Read(p []byte) (int, error) {
	for {
		start, end, err := s.next()
		if err != nil {
			return 0, err
		}
		message := s.buffer[start:end]
		if isData(message) {
			s.relay(start, end)
			continue
		}
		reply, forward := s.l.screen(message, s.from, make([]byte, answerSize))
		if reply != nil {
			s.enqueue(reply, queueLimit+queueReserve)
		}
		if forward != nil {
			return copy(p, forward), nil
		}
	}
}

// relay passes one data message on.
func (s *stream) relay(start, end int) {
	x := s.l.x
	x.mu.RLock()
	to, message := s.l.leg.relay(s.from, s.buffer, start, end, x.now())
	x.mu.RUnlock()
	if to != nil {
		to.send(message)
	}
}

// next reads until a whole message stands at buffer[start:end] (RFC 8656, 12.5); those over maxPacket are passed over.
func (s *stream) next() (start, end int, err error) {
	for {
		if err := s.fill(channelHeader); err != nil {
			return 0, 0, err
		}
		header := s.buffer[s.begin:]
		length := channelHeader + int(binary.BigEndian.Uint16(header[2:]))
		size := (length + 3) &^ 3
		switch header[0] >> 6 {
		case 0:
			length += stunHeader - channelHeader
			size = length
		case 1:
		default:
			s.l.x.drop(dropMalformed)
			return 0, 0, net.ErrClosed // no way to find the next message
		}
		if length <= maxPacket {
			if err := s.fill(size); err != nil {
				return 0, 0, err
			}
			start = s.begin
			s.begin += size
			return start, start + length, nil
		}
		s.l.x.drop(dropTooLong)
		if err := s.skip(size); err != nil {
			return 0, 0, err
		}
	}
}

// fill reads until the buffer holds so many bytes from begin on. Before begin there is always headroom.
func (s *stream) fill(size int) error {
	if s.begin+size > len(s.buffer) || s.begin == s.filled {
		s.filled = headroom + copy(s.buffer[headroom:], s.buffer[s.begin:s.filled])
		s.begin = headroom
	}
	for s.filled < s.begin+size {
		n, err := s.Conn.Read(s.buffer[s.filled:])
		if s.filled += n; err != nil {
			return err
		}
	}
	return nil
}

// skip throws so many bytes away.
func (s *stream) skip(size int) error {
	for {
		there := min(size, s.filled-s.begin)
		s.begin += there
		if size -= there; size == 0 {
			return nil
		}
		if err := s.fill(1); err != nil {
			return err
		}
	}
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
	case s.wake <- struct{}{}:
	default:
	}
}

// write takes the whole queue and writes it in one go, so that a burst costs one system call or TLS record, until the
// stream is closed.
func (s *stream) write() {
	var full []byte
	for range s.wake {
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
		close(s.wake)
		s.l.remove(s, !s.holding)
	}
	s.mu.Unlock()
	if closed {
		return net.ErrClosed
	}
	return s.Conn.Close() // not under the lock: TLS says goodbye first, and may wait to do so
}
