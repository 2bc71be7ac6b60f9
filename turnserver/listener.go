package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// listener takes connections, and keeps them so that they can be closed. How many there may be is
// for the listener below to say, which is told what has come of each (see settle).
type listener struct {
	net.Listener
	*leg
	log *slog.Logger

	mu      sync.Mutex
	closed  bool
	streams map[netip.AddrPort]*stream
}

func newListener(x *exchange, inner net.Listener, log *slog.Logger) *listener {
	l := &listener{Listener: inner, log: log, streams: make(map[netip.AddrPort]*stream)}
	l.leg = x.newLeg(l)
	return l
}

// serve takes connections until the listener is closed.
func (l *listener) serve() {
	for {
		conn, err := l.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed) || err != nil && l.isClosed():
			return
		case err != nil: // out of file descriptors, for one
			l.log.Warn("relay: accepting a connection failed")
			time.Sleep(readPause)
			continue
		}
		if s := l.add(conn); s != nil {
			go s.serve()
			continue
		}
		l.x.drop(dropCrowded)
		_ = conn.Close()
	}
}

// add takes a connection in, unless its source is here already (on another local address: pion
// could not tell the two apart).
func (l *listener) add(conn net.Conn) *stream {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := addrPort(conn.RemoteAddr())
	if l.closed || !from.IsValid() || l.streams[from] != nil {
		return nil
	}
	s := newStream(l, conn)
	l.streams[from] = s
	return s
}

// client finds the stream of a source, if it has not ended.
func (l *listener) client(from netip.AddrPort) client {
	if s := l.stream(from); s != nil {
		return s
	}
	return nil
}

// answer writes to the stream of a source.
func (l *listener) answer(message []byte, to netip.AddrPort) {
	if s := l.stream(to); s != nil {
		s.answer(message)
	}
}

func (l *listener) stream(from netip.AddrPort) *stream {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.streams[from]
}

func (l *listener) remove(s *stream) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.streams, s.from)
}

func (l *listener) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// Close closes the listener and all streams.
func (l *listener) Close() error {
	err := l.Listener.Close()
	l.mu.Lock()
	l.closed = true
	all := make([]*stream, 0, len(l.streams))
	for _, s := range l.streams {
		all = append(all, s)
	}
	l.mu.Unlock()
	for _, s := range all {
		_ = s.Close()
	}
	return err
}
