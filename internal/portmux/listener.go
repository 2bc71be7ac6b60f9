package portmux

import (
	"errors"
	"net"
	"sync"
	"syscall"
)

// protocolListener is the listener of one protocol.
type protocolListener struct {
	addr  net.Addr
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newProtocolListener(addr net.Addr) *protocolListener {
	return &protocolListener{addr: addr, conns: make(chan net.Conn), done: make(chan struct{})}
}

func (s *protocolListener) Accept() (net.Conn, error) {
	select {
	case c := <-s.conns:
		return c, nil
	case <-s.done:
		return nil, &net.OpError{Op: "accept", Net: s.addr.Network(), Addr: s.addr,
			Err: net.ErrClosed}
	}
}

func (s *protocolListener) Close() error {
	s.once.Do(func() { close(s.done) })
	return nil
}

func (s *protocolListener) Addr() net.Addr { return s.addr }

// unreadConn gives its first byte back. As with any connection, one goroutine reads at a time.
type unreadConn struct {
	net.Conn
	first  byte
	unread bool
}

func (c *unreadConn) Read(p []byte) (int, error) {
	if !c.unread || len(p) == 0 {
		return c.Conn.Read(p)
	}
	p[0], c.unread = c.first, false
	return 1, nil
}

// NetConn is the connection below, for whoever has read the first byte and knows what else there is
// to do with a socket.
func (c *unreadConn) NetConn() net.Conn { return c.Conn }

// SyscallConn gives the socket, if that is what is below.
func (c *unreadConn) SyscallConn() (syscall.RawConn, error) {
	if socket, ok := c.Conn.(syscall.Conn); ok {
		return socket.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}

// CloseWrite lets net/http end an answer before the request was read whole without losing the
// answer.
func (c *unreadConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}
