package proxyheader

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/wipe"
)

const (
	// headerWait is how long a header may take. A balancer sends it at once.
	headerWait = 5 * time.Second
	// mostWaiting is how many connections may be at their header; others wait in the system's queue.
	mostWaiting = 128
)

// Listener gives connections whose remote address is that of the client.
type Listener struct {
	inner   net.Listener
	trusted netip.Prefix
	log     *slog.Logger

	accepted chan accepted
	slots    chan struct{}
	done     chan struct{}
	close    sync.Once
	// each is said once: strangers can make it happen again and again
	noHeader, notTrusted sync.Once
}

type accepted struct {
	conn net.Conn
	err  error
}

// NewListener takes inner over. Only what comes from the trusted network is read and given; this
// machine itself may come with a header that names nobody.
func NewListener(inner net.Listener, trusted netip.Prefix, log *slog.Logger) *Listener {
	l := &Listener{inner: inner, trusted: trusted, log: log, accepted: make(chan accepted),
		slots: make(chan struct{}, mostWaiting), done: make(chan struct{})}
	go l.acceptConns()
	return l
}

// Accept gives the next connection, behind its header.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case a := <-l.accepted:
		return a.conn, a.err
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close closes the port. Connections at their header are closed within five seconds.
func (l *Listener) Close() error {
	l.close.Do(func() { close(l.done) })
	return l.inner.Close()
}

// Addr is that of the port.
func (l *Listener) Addr() net.Addr { return l.inner.Addr() }

func (l *Listener) acceptConns() {
	for {
		l.slots <- struct{}{}
		conn, err := l.inner.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			<-l.slots
			l.deliver(accepted{err: err})
			continue
		}
		go func() {
			defer func() { <-l.slots }()
			defer wipe.Stack() // of the addresses
			l.readHeader(conn)
		}()
	}
}

func (l *Listener) deliver(a accepted) {
	select {
	case l.accepted <- a:
	case <-l.done:
		if a.conn != nil {
			a.conn.Close()
		}
	}
}

// readHeader gives the connection on, or closes it.
func (l *Listener) readHeader(conn net.Conn) {
	from := addressOf(conn.RemoteAddr())
	trusted := l.trusted.Contains(from)
	if !trusted && !from.IsLoopback() && from != addressOf(conn.LocalAddr()) {
		conn.Close()
		l.notTrusted.Do(func() {
			l.log.Warn("who does not come through the balancer that -proxy-protocol names is "+
				"refused", "code", "not-the-balancer")
		})
		return
	}
	// A deadline that cannot be set is one that reading meets as well.
	_ = conn.SetDeadline(time.Now().Add(headerWait))
	header, err := Read(conn)
	switch {
	case errors.Is(err, ErrMalformed):
		conn.Close()
		l.noHeader.Do(func() {
			l.log.Warn("the balancer does not say by the PROXY protocol who comes, so nobody gets in",
				"code", "no-proxy-header")
		})
	case err != nil, !trusted && !header.Local, conn.SetDeadline(time.Time{}) != nil:
		conn.Close()
	case header.Client.IsValid():
		l.deliver(accepted{conn: &clientConn{tcpConn: conn.(tcpConn),
			client: net.TCPAddrFromAddrPort(header.Client)}})
	default:
		l.deliver(accepted{conn: conn})
	}
}

func addressOf(end net.Addr) netip.Addr {
	return end.(*net.TCPAddr).AddrPort().Addr().Unmap().WithZone("")
}

// tcpConn is what is below: the port is one of TCP.
type tcpConn = *net.TCPConn

// clientConn is a connection of which the balancer has said whose it is.
type clientConn struct {
	tcpConn
	client net.Addr
}

func (c *clientConn) RemoteAddr() net.Addr { return c.client }
