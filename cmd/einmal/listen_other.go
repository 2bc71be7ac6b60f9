//go:build !linux

package main

import "syscall"

// reusePort is nil: which of two sockets the system would prefer is not known.
var reusePort func(network, address string, conn syscall.RawConn) error
