//go:build !linux

package listen

import "syscall"

// reusePort is nil: which of two sockets the system would prefer is not known.
var reusePort func(network, address string, conn syscall.RawConn) error
