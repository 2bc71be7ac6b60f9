//go:build !linux

package listen

import (
	"net"
	"syscall"
)

// reusePort is nil: which of two sockets the system would prefer is not known.
var reusePort func(network, address string, conn syscall.RawConn) error

// besideHanded gives what was handed over: there is no socket for each address here.
func besideHanded(conn *net.UDPConn, _ string, _ uint16) ([]net.PacketConn, error) {
	return []net.PacketConn{conn}, nil
}
