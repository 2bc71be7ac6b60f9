package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/discreet"
	"einmal/turnserver/internal/turnmsg"
)

// Limits of a stream. Ten seconds are a slow handshake and two round trips; who holds no allocation
// by then is not a caller. 64 KiB are a fifth of a second of good video: more queue is only more
// delay. Control messages get a reserve beyond it, for nobody repeats them on a stream. 8 KiB are
// the packets of a video frame.
const (
	idleStream   = 10 * time.Second
	stalledWrite = 10 * time.Second
	queueLimit   = 64 << 10
	queueReserve = 16 << 10
	readSize     = 8 << 10
)

// stream is a TCP or TLS connection. Its goroutine reads, relays data and screens the rest. Whoever
// sends to a stream writes by itself what the socket takes at once; only what is left gets a
// goroutine, until it is written. While nothing is under way a stream holds no buffer.
type stream struct {
	net.Conn
	listener *listener
	from     netip.AddrPort
	socket   *socket // nil where it cannot be reached

	// Of the reader alone: unread bytes are at buffer[begin:filled], of which the next skip are to
	// be thrown away.
	buffer        *[turnmsg.Headroom + readSize]byte
	begin, filled int
	skip          int
	header        [turnmsg.ChannelHeaderSize]byte
	// something was read, so nothing that was looked at before stands between the socket and us
	hasRead bool

	// Locks are taken in the order exchange, stream, listener.
	mu            sync.Mutex
	closed        bool
	hasAllocation bool   // an allocation
	writing       bool   // somebody writes
	queue         []byte // what comes after that
}

func newStream(l *listener, conn net.Conn) *stream {
	s := &stream{Conn: conn, listener: l, from: addrPort(conn.RemoteAddr()),
		socket: newSocket(conn)}
	_ = conn.SetReadDeadline(time.Now().Add(idleStream))
	return s
}

// buffers are for reading; a stream has one while it holds unread bytes, and where it cannot wait
// without.
var buffers = sync.Pool{New: func() any { return new([turnmsg.Headroom + readSize]byte) }}

// readLoop reads until the stream is closed, from either end.
func (s *stream) readLoop() {
	for {
		screened, err := s.handleMessages()
		if screened {
			discreet.WipeStack()
		}
		if err != nil || s.fillBuffer() != nil {
			break
		}
	}
	_ = s.Close()
	s.listener.table.endClient(s.listener.transport, s.from, s)
}

// handleMessages deals with the whole messages that were read, and tells whether one was no data.
// What it relays goes out when all is dealt with, so that a burst costs one system call or TLS
// record.
func (s *stream) handleMessages() (screened bool, err error) {
	var last client
	defer func() {
		if last != nil {
			last.flushMessages()
		}
	}()
	for now := s.listener.table.elapsed(); ; {
		start, end, ok, err := s.nextMessage()
		if !ok || err != nil {
			return screened, err
		}
		if message := s.buffer[start:end]; !turnmsg.IsData(message) {
			screened = true
			if reply := s.listener.validate(message, s.from,
				make([]byte, responseSize)); reply != nil {
				s.sendResponse(reply)
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

// forwardData passes one data message on, and returns its receiver if there is one.
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

// nextMessage finds the next whole message, at buffer[start:end] (RFC 8656, 12.5); those over
// MaxMessageSize are passed over.
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

// bufferSpace makes a place for more bytes behind those that are unread. Before these there is
// always headroom.
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
	if s.buffer == nil { // wait with what is at hand
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
	return s.Conn.Close() // not under the lock: TLS says goodbye first, and may wait to do so
}
