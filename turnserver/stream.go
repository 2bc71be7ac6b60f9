package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/wipe"
	"einmal/turnserver/internal/turnmsg"
)

// Limits of a stream. A slow handshake and two round trips take less than ten seconds; a client
// without an allocation by then is no caller. 64 KiB are a fifth of a second of good video: a
// longer queue is only more delay. Responses have a reserve beyond that, because on a stream nobody
// repeats them. 8 KiB hold the packets of a video frame.
const (
	idleStream   = 10 * time.Second
	stalledWrite = 10 * time.Second
	queueLimit   = 64 << 10
	queueReserve = 16 << 10
	readSize     = 8 << 10
)

// stream is a TCP or TLS connection. Its goroutine reads, forwards data and validates the rest. The
// sender of a message writes as much as the socket takes at once; only what is left gets a
// goroutine, until it is written. An idle stream holds no buffer.
type stream struct {
	net.Conn
	listener *listener
	from     netip.AddrPort
	socket   *socket // nil if it cannot be reached

	// Used by the reader alone. Unread bytes are buffer[begin:filled], of which the next skip are
	// discarded.
	buffer        *[turnmsg.Headroom + readSize]byte
	begin, filled int
	skip          int
	header        [turnmsg.ChannelHeaderSize]byte
	// something was read, so nothing that was peeked at lies between the socket and us
	hasRead bool

	// Locks are taken in the order allocationTable, stream, listener.
	mu            sync.Mutex
	closed        bool
	hasAllocation bool
	writing       bool   // a goroutine is writing
	queue         []byte // what it writes next
}

func newStream(l *listener, conn net.Conn) *stream {
	s := &stream{Conn: conn, listener: l, from: addrPort(conn.RemoteAddr()),
		socket: newSocket(conn)}
	_ = conn.SetReadDeadline(time.Now().Add(idleStream))
	return s
}

// buffers are for reading. A stream has one while it has unread bytes, or cannot wait without one.
var buffers = sync.Pool{New: func() any { return new([turnmsg.Headroom + readSize]byte) }}

// readLoop reads until the stream is closed, from either end.
func (s *stream) readLoop() {
	for {
		validated, err := s.handleMessages()
		if validated {
			wipe.Stack()
		}
		if err != nil || s.fillBuffer() != nil {
			break
		}
	}
	_ = s.Close()
	s.listener.table.endClient(s.listener.transport, s.from, s)
}

// handleMessages handles the complete messages in the buffer, and tells whether one was not data.
// What it forwards is written when all are handled, so that a burst costs one system call or TLS
// record.
func (s *stream) handleMessages() (validated bool, err error) {
	var last client
	defer func() {
		if last != nil {
			last.flushMessages()
		}
	}()
	for now := s.listener.table.elapsed(); ; {
		start, end, ok, err := s.nextMessage()
		if !ok || err != nil {
			return validated, err
		}
		if message := s.buffer[start:end]; !turnmsg.IsData(message) {
			validated = true
			if response := s.listener.validate(message, s.from,
				make([]byte, responseSize)); response != nil {
				s.sendResponse(response)
			}
			continue
		}
		to := s.forwardData(start, end, now)
		if last != nil && to != last {
			last.flushMessages()
		}
		last = to
	}
}

// forwardData forwards one data message, and returns its receiver if there is one.
func (s *stream) forwardData(start, end int, now int64) client {
	table := s.listener.table
	table.mu.RLock()
	to, message := s.listener.transport.forward(s.from, s.buffer[:], start, end, now)
	table.mu.RUnlock()
	if to != nil {
		to.sendMessage(message)
	}
	return to
}

// nextMessage finds the next complete message, buffer[start:end] (RFC 8656, 12.5), and skips those
// over MaxMessageSize.
func (s *stream) nextMessage() (start, end int, ok bool, err error) {
	for {
		there := min(s.skip, s.filled-s.begin)
		s.begin += there
		s.skip -= there
		if s.filled-s.begin < turnmsg.ChannelHeaderSize {
			return 0, 0, false, nil
		}
		header := s.buffer[s.begin:]
		length := turnmsg.ChannelHeaderSize + int(binary.BigEndian.Uint16(header[2:]))
		size := (length + 3) &^ 3
		switch header[0] >> 6 {
		case 0:
			length += turnmsg.HeaderSize - turnmsg.ChannelHeaderSize
			size = length
		case 1:
		default:
			s.listener.table.countDrop(dropMalformed)
			return 0, 0, false, net.ErrClosed // no way to find the next message
		}
		if length > turnmsg.MaxMessageSize {
			s.listener.table.countDrop(dropTooLong)
			s.skip = size
			continue
		}
		if s.filled-s.begin < size {
			return 0, 0, false, nil
		}
		start = s.begin
		s.begin += size
		return start, start + length, true, nil
	}
}

// bufferSpace returns free space behind the unread bytes. Before these there is always Headroom.
func (s *stream) bufferSpace() []byte {
	if s.buffer == nil {
		s.buffer = buffers.Get().(*[turnmsg.Headroom + readSize]byte)
		s.begin, s.filled = turnmsg.Headroom, turnmsg.Headroom
	}
	if s.begin == s.filled || s.begin+turnmsg.MaxMessageSize+3 > len(s.buffer) {
		s.filled = turnmsg.Headroom + copy(s.buffer[turnmsg.Headroom:], s.buffer[s.begin:s.filled])
		s.begin = turnmsg.Headroom
	}
	return s.buffer[s.filled:]
}

// releaseBuffer gives the buffer back if there is nothing in it.
func (s *stream) releaseBuffer() {
	if s.buffer != nil && s.begin == s.filled {
		buffers.Put(s.buffer)
		s.buffer = nil
	}
}

// fillBuffer reads more, at least one byte.
func (s *stream) fillBuffer() error {
	if s.hasRead && s.socket.isPlaintext() {
		return s.socket.readInto(s)
	}
	s.releaseBuffer()
	var n int
	var err error
	if s.buffer == nil { // wait without a buffer
		n, err = s.Conn.Read(s.header[:])
		copy(s.bufferSpace(), s.header[:n])
	} else {
		n, err = s.Conn.Read(s.bufferSpace())
	}
	s.filled += n
	s.hasRead = s.hasRead || n > 0
	if n > 0 {
		return nil
	}
	return err
}

// setAllocated starts and stops the clock for clients without an allocation.
func (s *stream) setAllocated(holding bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.hasAllocation == holding {
		return
	}
	s.hasAllocation = holding
	if settled := s.listener.table.onSettled; settled != nil {
		settled(s.Conn, holding)
	}
	if holding {
		_ = s.SetReadDeadline(time.Time{})
	} else {
		_ = s.SetReadDeadline(time.Now().Add(idleStream))
	}
}

// Close ends the stream. It may be called twice.
func (s *stream) Close() error {
	s.mu.Lock()
	closed := s.closed
	if !closed {
		s.closed = true
		s.listener.removeStream(s)
	}
	s.mu.Unlock()
	if closed {
		return net.ErrClosed
	}
	return s.Conn.Close() // not under the lock: TLS sends close_notify first, and may have to wait
}
