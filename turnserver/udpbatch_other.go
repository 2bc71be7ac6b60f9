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

// socketName is what only the fast path needs.
type socketName struct{}

func (*batch) socketName(netip.AddrPort) socketName { return socketName{} }
