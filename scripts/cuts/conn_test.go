package cuts

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// byteFlow is one direction of a connection: bytes that arrive later, in order. It is unbounded,
// and blocks durably, as testing/synctest requires.
type byteFlow struct {
	mu       sync.Mutex
	queue    []delayedBytes
	err      error // comes after the queue; nil while the connection is open
	broken   bool  // the writer knows that nothing arrives any more
	deadline time.Time
	wake     chan struct{} // holds one token when something has changed; there is one reader
}

type delayedBytes struct {
	at    time.Time
	bytes []byte
}

func newByteFlow() *byteFlow { return &byteFlow{wake: make(chan struct{}, 1)} }

func (f *byteFlow) update(how func()) {
	f.mu.Lock()
	how()
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// sendLater never waits. What it sends after the end is lost.
func (f *byteFlow) sendLater(b []byte, latency time.Duration) {
	f.update(func() {
		if f.err != nil {
			return
		}
		at := time.Now().Add(latency)
		if n := len(f.queue); n > 0 && f.queue[n-1].at.After(at) {
			at = f.queue[n-1].at
		}
		f.queue = append(f.queue, delayedBytes{at, b})
	})
}

// endWith gives the reader err after what is under way.
func (f *byteFlow) endWith(err error) {
	f.update(func() {
		if f.err == nil {
			f.err = err
		}
	})
}

// cutOff drops what is under way.
func (f *byteFlow) cutOff() {
	f.update(func() {
		f.err = syscall.ECONNRESET
		now := time.Now()
		for i, p := range f.queue {
			if p.at.After(now) {
				f.queue = f.queue[:i]
				break
			}
		}
	})
}

func (f *byteFlow) readBytes(b []byte) (int, error) {
	for {
		n, wait, err := f.tryRead(b)
		if n > 0 || err != nil {
			return n, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-f.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// tryRead gives how long to wait if there is nothing yet.
func (f *byteFlow) tryRead(b []byte) (n int, wait time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	wait = 24 * time.Hour
	if !f.deadline.IsZero() {
		if wait = f.deadline.Sub(now); wait <= 0 {
			return 0, 0, os.ErrDeadlineExceeded
		}
	}
	if len(f.queue) == 0 {
		return 0, wait, f.err
	}
	first := &f.queue[0]
	if first.at.After(now) {
		return 0, min(wait, first.at.Sub(now)), nil
	}
	n = copy(b, first.bytes)
	if first.bytes = first.bytes[n:]; len(first.bytes) == 0 {
		f.queue = f.queue[1:]
	}
	return n, 0, nil
}

// simulatedConn is one end of a connection, as a program sees it.
type simulatedConn struct {
	in, out       *byteFlow
	local, remote net.Addr
	write         func([]byte) error // puts what is written on its way
}

func (s *simulatedConn) Read(b []byte) (int, error) { return s.in.readBytes(b) }

func (s *simulatedConn) Write(b []byte) (int, error) {
	s.out.mu.Lock()
	over := s.out.err != nil || s.out.broken
	s.out.mu.Unlock()
	if over {
		return 0, syscall.EPIPE
	}
	return len(b), s.write(b)
}

func (s *simulatedConn) Close() error {
	s.out.endWith(io.EOF)
	s.in.endWith(net.ErrClosed)
	return nil
}

func (s *simulatedConn) LocalAddr() net.Addr  { return s.local }
func (s *simulatedConn) RemoteAddr() net.Addr { return s.remote }

func (s *simulatedConn) SetDeadline(t time.Time) error { return s.SetReadDeadline(t) }

func (s *simulatedConn) SetReadDeadline(t time.Time) error {
	s.in.update(func() { s.in.deadline = t })
	return nil
}

func (s *simulatedConn) SetWriteDeadline(time.Time) error { return nil } // no write waits
