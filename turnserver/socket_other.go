//go:build !linux

package turnserver

import "net"

// socket is what lies below a stream, which this system does not let us use.
type socket struct{}

func newSocket(net.Conn) *socket { return nil }

func (*socket) plain() bool { return false }

func (*socket) fill(*stream) error { return net.ErrClosed }

func (*socket) write(*stream, []byte) (int, error) { return 0, nil }
