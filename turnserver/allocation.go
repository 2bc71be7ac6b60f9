package turnserver

import (
	"net"
	"net/netip"
	"os"
	"sync/atomic"
	"time"
)

// allocation is a relayed transport address that exists only here. For pion it is the relay socket;
// what members send each other does not go through its ReadFrom, which therefore returns only when
// the allocation ends.
type allocation struct {
	table *allocationTable
	port  uint16
	done  chan struct{}

	// Set by assignOwner, and only read from then on.
	transport *transport
	from      netip.AddrPort
	member    *member
	client    client

	// when the client last sent data, or else allocated, to the second; in the table's time
	lastSent atomic.Int64

	// Under table.mu.
	expires   time.Time
	expiry    *time.Timer
	permitted bool // a single bit: there is only one relay address to permit
	channels  []channel
}

// channel binds a number to the virtual port of a peer.
type channel struct{ number, port uint16 }

// portOf finds the port that a channel number is bound to.
func (a *allocation) portOf(number uint16) (uint16, bool) {
	for _, c := range a.channels {
		if c.number == number {
			return c.port, true
		}
	}
	return 0, false
}

// numberOf finds the channel bound to a port.
func (a *allocation) numberOf(port uint16) (uint16, bool) {
	for _, c := range a.channels {
		if c.port == port {
			return c.number, true
		}
	}
	return 0, false
}

// WriteTo would send data that pion relays. There is none: data never reaches pion.
func (a *allocation) WriteTo([]byte, net.Addr) (int, error) { return 0, net.ErrClosed }

// ReadFrom waits for the end of the allocation, and then for any request that is being handled,
// which may still concern it: pion stops the allocation's timers when this returns, and does not
// guard them against a permission that is being made.
func (a *allocation) ReadFrom([]byte) (int, net.Addr, error) {
	<-a.done
	a.table.requestMu.Lock()
	defer a.table.requestMu.Unlock()
	return 0, nil, net.ErrClosed
}

// Close ends the allocation. It may be called more than once.
func (a *allocation) Close() error {
	a.table.mu.Lock()
	defer a.table.mu.Unlock()
	a.table.endAllocation(a)
	return nil
}

// LocalAddr is the relayed address.
func (a *allocation) LocalAddr() net.Addr {
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(a.table.relayed, a.port))
}

// SetDeadline is not supported, nor are its siblings: nothing waits.
func (a *allocation) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (a *allocation) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (a *allocation) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
