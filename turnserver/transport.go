package turnserver

import (
	"net"
	"net/netip"
	"time"
)

// client is the way back to the client of an allocation.
type client interface {
	// may be called from any goroutine; does not block, and does not keep the packet
	sendMessage(packet []byte)
	flushMessages()            // must follow one call of sendMessage, or several
	setAllocated(holding bool) // says whether it has an allocation
}

// transportConn is a UDP socket, or a listener with its streams.
type transportConn interface {
	clientAt(from netip.AddrPort) client // nil if it is gone
	sendResponse(message []byte, to netip.AddrPort)
}

// maxQueuedRequests may wait for pion on one transport. Beyond that requests are dropped, and their
// clients repeat them. A full queue is some 20 ms of work and 100 KB.
const maxQueuedRequests = 512

// transport is the relay's side of a transportConn: the allocations made over it, by the client's
// address, and the requests that wait.
type transport struct {
	table       *allocationTable
	conn        transportConn
	requests    chan queuedRequest
	allocations map[netip.AddrPort]*allocation // under table.mu
	// Nobody can forge an address here, as over TCP: a response may be longer than its request.
	sourceProven bool
}

func (t *allocationTable) newTransport(c transportConn) *transport {
	return &transport{table: t, conn: c, requests: make(chan queuedRequest, maxQueuedRequests),
		allocations: make(map[netip.AddrPort]*allocation)}
}

// addrPort reads the address of a datagram or stream. IPv4 is always in its short form.
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

// mayRequest tells whether a signed request is handled; its nonce has shown that the sender
// receives at this address. Its user name is not verified yet, so the request counts for the member
// who has an allocation from there, and for the source in any case.
func (tr *transport) mayRequest(from netip.AddrPort) bool {
	table, now := tr.table, tr.table.elapsed()
	table.mu.RLock()
	a := tr.allocations[from]
	table.mu.RUnlock()
	if a != nil && !a.member.requestBucket.TryTake(1, memberRequests, now) {
		return false
	}
	return table.buckets.SourceBucket(from.Addr()).TryTake(1, sourceRequests, now)
}

// mayRequestAs counts a verified request for its member, if the sender's address has no allocation
// for which mayRequest counted it.
func (tr *transport) mayRequestAs(username string, from netip.AddrPort) bool {
	tr.table.mu.RLock()
	who, _ := tr.table.identify(username)
	counted := tr.allocations[from] != nil
	tr.table.mu.RUnlock()
	return counted || who.member == nil || who.member.requestBucket.TryTake(1, memberRequests,
		tr.table.elapsed())
}

// queuedRequest is a request that waits for pion.
type queuedRequest struct {
	from   netip.AddrPort
	packet []byte
}

// readPause keeps a socket that fails at once from using up a core.
const readPause = 10 * time.Millisecond
