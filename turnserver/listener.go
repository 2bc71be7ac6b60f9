package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// listener accepts connections, and keeps them so that it can close them. The listener below limits
// how many there are; Config.Settled tells it which ones have an allocation.
type listener struct {
	net.Listener
	*transport
	log *slog.Logger

	mu      sync.Mutex
	closed  bool
	streams map[netip.AddrPort]*stream
}

func newListener(table *allocationTable, inner net.Listener, log *slog.Logger) *listener {
	l := &listener{Listener: inner, log: log, streams: make(map[netip.AddrPort]*stream)}
	l.transport = table.newTransport(l)
	l.transport.sourceProven = true
	return l
}

// serveClients accepts connections until the listener is closed.
func (l *listener) serveClients() {
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
		if s := l.addStream(conn); s != nil {
			go s.readLoop()
			continue
		}
		l.table.countDrop(dropCrowded)
		_ = conn.Close()
	}
}

// addStream makes a stream of a connection, unless there is one from the same address and port (to
// another local address: pion could not tell the two apart).
func (l *listener) addStream(conn net.Conn) *stream {
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

// clientAt finds the open stream from an address.
func (l *listener) clientAt(from netip.AddrPort) client {
	if s := l.streamFrom(from); s != nil {
		return s
	}
	return nil
}

// sendResponse writes to the stream from an address.
func (l *listener) sendResponse(message []byte, to netip.AddrPort) {
	if s := l.streamFrom(to); s != nil {
		s.sendResponse(message)
	}
}

func (l *listener) streamFrom(from netip.AddrPort) *stream {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.streams[from]
}

func (l *listener) removeStream(s *stream) {
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
