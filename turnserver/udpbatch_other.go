//go:build !linux

package turnserver

import (
	"net"
	"net/netip"
)

// batch is the fast path, which this system does not have.
type batch struct{}

func newBatch(*udpConn) *batch { return nil }

func (*batch) readBatches() error { return net.ErrClosed }

// SockAddr is what only the fast path needs.
type SockAddr struct{}

func (*batch) sockAddr(netip.AddrPort) SockAddr { return SockAddr{} }
