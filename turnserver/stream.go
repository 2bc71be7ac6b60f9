package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/wipe"
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
	l      *listener
	from   netip.AddrPort
	socket *socket // nil where it cannot be reached

	// Of the reader alone: unread bytes are at buffer[begin:filled], of which the next skip are to
	// be thrown away.
	buffer        *[headroom + readSize]byte
	begin, filled int
	skip          int
	head          [channelHeader]byte
	// something was read, so nothing that was looked at before stands between the socket and us
	opened bool

	// Locks are taken in the order exchange, stream, listener.
	mu      sync.Mutex
	closed  bool
	holding bool   // an allocation
	writing bool   // somebody writes
	queue   []byte // what comes after that
}

func newStream(l *listener, conn net.Conn) *stream {
	s := &stream{Conn: conn, l: l, from: addrPort(conn.RemoteAddr()), socket: newSocket(conn)}
	_ = conn.SetReadDeadline(time.Now().Add(idleStream))
	return s
}

// buffers are for reading; a stream has one while it holds unread bytes, and where it cannot wait
// without.
var buffers = sync.Pool{New: func() any { return new([headroom + readSize]byte) }}

// serve reads until the stream is closed, from either end.
func (s *stream) serve() {
	for {
		screened, err := s.work()
		if screened {
			wipe.Stack()
		}
		if err != nil || s.fill() != nil {
			break
		}
	}
	_ = s.Close()
	s.l.x.leave(s.l.leg, s.from, s)
}

// work deals with the whole messages that were read, and tells whether one was no data. What it
// relays goes out when all is dealt with, so that a burst costs one system call or TLS record.
func (s *stream) work() (screened bool, err error) {
	var last client
	defer func() {
		if last != nil {
			last.flush()
		}
	}()
	for now := s.l.x.now(); ; {
		start, end, ok, err := s.next()
		if !ok || err != nil {
			return screened, err
		}
		if message := s.buffer[start:end]; !isData(message) {
			screened = true
			if reply := s.l.screen(message, s.from, make([]byte, answerSize)); reply != nil {
				s.answer(reply)
			}
			continue
		}
		to := s.relay(start, end, now)
		if last != nil && to != last {
			last.flush()
		}
		last = to
	}
}

// relay passes one data message on, and returns its receiver if there is one.
func (s *stream) relay(start, end int, now int64) client {
	x := s.l.x
	x.mu.RLock()
	to, message := s.l.leg.relay(s.from, s.buffer[:], start, end, now)
	x.mu.RUnlock()
	if to != nil {
		to.send(message)
	}
	return to
}

// next finds the next whole message, at buffer[start:end] (RFC 8656, 12.5); those over maxPacket
// are passed over.
func (s *stream) next() (start, end int, ok bool, err error) {
	for {
		there := min(s.skip, s.filled-s.begin)
		s.begin += there
		s.skip -= there
		if s.filled-s.begin < channelHeader {
			return 0, 0, false, nil
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
			return 0, 0, false, net.ErrClosed // no way to find the next message
		}
		if length > maxPacket {
			s.l.x.drop(dropTooLong)
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

// room makes a place for more bytes behind those that are unread. Before these there is always
// headroom.
func (s *stream) room() []byte {
	if s.buffer == nil {
		s.buffer = buffers.Get().(*[headroom + readSize]byte)
		s.begin, s.filled = headroom, headroom
	}
	if s.begin == s.filled || s.begin+maxPacket+3 > len(s.buffer) {
		s.filled = headroom + copy(s.buffer[headroom:], s.buffer[s.begin:s.filled])
		s.begin = headroom
	}
	return s.buffer[s.filled:]
}

// rest gives the buffer back if there is nothing in it.
func (s *stream) rest() {
	if s.buffer != nil && s.begin == s.filled {
		buffers.Put(s.buffer)
		s.buffer = nil
	}
}

// fill reads more, at least one byte.
func (s *stream) fill() error {
	if s.opened && s.socket.plain() {
		return s.socket.fill(s)
	}
	s.rest()
	var n int
	var err error
	if s.buffer == nil { // wait with what is at hand
		n, err = s.Conn.Read(s.head[:])
		copy(s.room(), s.head[:n])
	} else {
		n, err = s.Conn.Read(s.room())
	}
	s.filled += n
	s.opened = s.opened || n > 0
	if n > 0 {
		return nil
	}
	return err
}

// allocated starts and stops the clock for clients without an allocation.
func (s *stream) allocated(holding bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.holding == holding {
		return
	}
	s.holding = holding
	if settled := s.l.x.settled; settled != nil {
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
		s.l.remove(s)
	}
	s.mu.Unlock()
	if closed {
		return net.ErrClosed
	}
	return s.Conn.Close() // not under the lock: TLS says goodbye first, and may wait to do so
}
