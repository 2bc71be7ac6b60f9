package gate

import (
	"container/list"
	"errors"
	"net"
	"syscall"
)

// Conn is a connection that is counted until it is closed.
type Conn struct {
	net.Conn
	gate *Gate

	// The gate's mutex guards what follows.
	from   [len(widths)]source
	in     *census // nil for a proxy's, and for one that is gone
	place  *list.Element
	groups [len(widths)]*group
	places [len(widths)]*list.Element
	gone   bool
}

// Close closes the connection. It may be called more than once.
func (c *Conn) Close() error {
	err := c.Conn.Close() // before there is room for another
	c.gate.mu.Lock()
	defer c.gate.mu.Unlock()
	c.gate.removeConn(c)
	return err
}

// Settle says whether this connection is in use, so that it gives way only when no loose one is
// left.
func (c *Conn) Settle(settled bool) {
	g := c.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	to := &g.loose
	if settled {
		to = &g.held
	}
	if c.in == nil || c.in == to {
		return
	}
	c.in.removeConn(c)
	to.addConn(c)
}

// Settle is [Conn.Settle] for what others have put around a connection.
func Settle(conn net.Conn, settled bool) {
	for {
		switch c := conn.(type) {
		case *Conn:
			c.Settle(settled)
			return
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return
		}
	}
}

// NetConn is the connection below, for those who need the socket.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// SyscallConn gives the socket, if that is what is below.
func (c *Conn) SyscallConn() (syscall.RawConn, error) {
	if socket, ok := c.Conn.(syscall.Conn); ok {
		return socket.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}

// CloseWrite says that nothing more comes from here.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}
