//go:build !linux

package main

import "syscall"

// shared is nil: which of two sockets the system would prefer is not known.
var shared func(network, address string, conn syscall.RawConn) error
