//go:build !linux

package turnserver

import "net"

// socket is the TCP socket below a stream, which is used on Linux alone.
type socket struct{}

func newSocket(net.Conn) *socket { return nil }

func (*socket) isPlaintext() bool { return false }

func (*socket) readInto(*stream) error { return net.ErrClosed }

func (*socket) writeNow(*stream, []byte) (int, error) { return 0, nil }
