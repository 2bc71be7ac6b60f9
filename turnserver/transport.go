package turnserver

import (
	"net"
	"net/netip"
	"time"
)

// client is the way back to whoever made an allocation.
type client interface {
	// may be called by any goroutine, does not block, does not keep the packet
	sendMessage(packet []byte)
	flushMessages()            // has to follow a send, or several
	setAllocated(holding bool) // tells whether it holds an allocation
}

// transportConn is a socket on which clients come.
type transportConn interface {
	clientAt(from netip.AddrPort) client // nil if it is gone
	sendResponse(message []byte, to netip.AddrPort)
}

// maxQueuedRequests of a transport may wait for pion; what comes beyond is dropped, and its client
// repeats it. They take some 20 ms of work and 100 KB.
const maxQueuedRequests = 512

// transport is what the exchange knows of a carrier: who allocated on it, by source address.
type transport struct {
	table       *allocationTable
	conn        transportConn
	requests    chan request
	allocations map[netip.AddrPort]*allocation // under x.mu
}

func (t *allocationTable) newTransport(c transportConn) *transport {
	return &transport{table: t, conn: c, requests: make(chan request, maxQueuedRequests),
		allocations: make(map[netip.AddrPort]*allocation)}
}

// addrPort reads the address of a datagram or stream, IPv4 always in its short form.
func addrPort(addr net.Addr) netip.AddrPort {
	var ap netip.AddrPort
	switch a := addr.(type) {
	case *net.UDPAddr:
		ap = a.AddrPort()
	case *net.TCPAddr:
		ap = a.AddrPort()
	}
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
}

// mayRequest tells whether a signed request from where we know its sender to be is dealt with. No
// user name is believed yet: who has an allocation there pays for it, and the source in any case.
func (tr *transport) mayRequest(from netip.AddrPort) bool {
	table, now := tr.table, tr.table.elapsed()
	table.mu.RLock()
	a := tr.allocations[from]
	table.mu.RUnlock()
	if a != nil && !a.member.requests.TryTake(1, memberRequests, now) {
		return false
	}
	return table.buckets.SourceBucket(from.Addr()).TryTake(1, sourceRequests, now)
}

// mayRequestAs counts a request from where there is no allocation for the member who has now shown
// that it is its own.
func (tr *transport) mayRequestAs(username string, from netip.AddrPort) bool {
	tr.table.mu.RLock()
	who, _ := tr.table.identify(username)
	counted := tr.allocations[from] != nil
	tr.table.mu.RUnlock()
	return counted || who.member == nil || who.member.requests.TryTake(1, memberRequests,
		tr.table.elapsed())
}

// request waits for pion.
type request struct {
	from   netip.AddrPort
	packet []byte
}

// readPause keeps a socket that fails at once from taking a core.
const readPause = 10 * time.Millisecond
