//go:build !linux

package turnserver

import "net"

// socket is what lies below a stream, which this system does not let us use.
type socket struct{}

func newSocket(net.Conn) *socket { return nil }

func (*socket) isPlaintext() bool { return false }

func (*socket) readInto(*stream) error { return net.ErrClosed }

func (*socket) writeNow(*stream, []byte) (int, error) { return 0, nil }
