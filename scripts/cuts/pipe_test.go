package cuts

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// flow is one direction of a connection: bytes that arrive later, in order. It holds as much as is
// written, and what waits in it waits durably, as testing/synctest wants it.
type flow struct {
	mu       sync.Mutex
	queue    []parcel
	err      error // what follows after the queue; nil while the connection is open
	broken   bool  // who writes knows that nothing arrives any more
	deadline time.Time
	wake     chan struct{} // holds one token when something has changed; one reads at a time
}

type parcel struct {
	at    time.Time
	bytes []byte
}

func newFlow() *flow { return &flow{wake: make(chan struct{}, 1)} }

func (f *flow) change(how func()) {
	f.mu.Lock()
	how()
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// send never waits. What is sent after the end is lost.
func (f *flow) send(b []byte, latency time.Duration) {
	f.change(func() {
		if f.err != nil {
			return
		}
		at := time.Now().Add(latency)
		if n := len(f.queue); n > 0 && f.queue[n-1].at.After(at) {
			at = f.queue[n-1].at
		}
		f.queue = append(f.queue, parcel{at, b})
	})
}

// end lets arrive what is under way, and then says err.
func (f *flow) end(err error) {
	f.change(func() {
		if f.err == nil {
			f.err = err
		}
	})
}

// cut loses what is under way.
func (f *flow) cut() {
	f.change(func() {
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

func (f *flow) read(b []byte) (int, error) {
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

// tryRead says how long to wait if there is nothing yet.
func (f *flow) tryRead(b []byte) (n int, wait time.Duration, err error) {
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

// side is one end of a connection, as the programs see it.
type side struct {
	in, out       *flow
	local, remote net.Addr
	write         func([]byte) error // what becomes of what is written
}

func (s *side) Read(b []byte) (int, error) { return s.in.read(b) }

func (s *side) Write(b []byte) (int, error) {
	s.out.mu.Lock()
	over := s.out.err != nil || s.out.broken
	s.out.mu.Unlock()
	if over {
		return 0, syscall.EPIPE
	}
	return len(b), s.write(b)
}

func (s *side) Close() error {
	s.out.end(io.EOF)
	s.in.end(net.ErrClosed)
	return nil
}

func (s *side) LocalAddr() net.Addr  { return s.local }
func (s *side) RemoteAddr() net.Addr { return s.remote }

func (s *side) SetDeadline(t time.Time) error { return s.SetReadDeadline(t) }

func (s *side) SetReadDeadline(t time.Time) error {
	s.in.change(func() { s.in.deadline = t })
	return nil
}

func (s *side) SetWriteDeadline(time.Time) error { return nil } // no write waits
