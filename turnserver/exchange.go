package turnserver

import (
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"
)

// maxChannels bounds the channels of an allocation, which pion walks one by one. A client binds one
// for each relayed candidate of the one peer its allocation is for.
const maxChannels = 64

// firstPort is the lowest virtual port; below it some clients suspect privileged services and drop
// the candidate.
const firstPort = 1024

// mostTries find an even port unless nearly all are taken.
const mostTries = 128

var errFull = errors.New("no room for another allocation")

// client is the way back to whoever made an allocation.
type client interface {
	// may be called by any goroutine, does not block, does not keep the packet
	send(packet []byte)
	flush()                 // has to follow a send, or several
	allocated(holding bool) // tells whether it holds an allocation
}

// carrier is a socket on which clients come.
type carrier interface {
	client(from netip.AddrPort) client // nil if it is gone
	answer(message []byte, to netip.AddrPort)
}

// leg is what the exchange knows of a carrier: who allocated on it, by source address.
type leg struct {
	x           *exchange
	carrier     carrier
	requests    chan request
	allocations map[netip.AddrPort]*allocation // under x.mu
}

// exchange is the state of the whole relay. Its lock is held for look-ups and changes only, never
// while sending.
type exchange struct {
	counters
	relayed  netip.Addr // the address of all virtual ports
	lifetime time.Duration
	secret   []byte
	anyRoom  bool // rooms and peers are who a signed user name says
	quotas   Quotas
	limits   relayLimits
	budgets  *budgets
	replies  *limiter
	nonces   *nonces
	settled  func(conn net.Conn, settled bool)
	start    time.Time

	working sync.Mutex // held by whoever deals with a request

	mu      sync.RWMutex
	closed  bool
	rooms   map[string]*room       // by the caller's name
	tags    map[string]*room       // by tag
	ports   map[uint16]*allocation // by virtual port
	sources map[netip.Addr]int     // allocations by source
}

// newExchange makes one for a config that is complete but for the secret.
func newExchange(relayed netip.Addr, config Config) *exchange {
	x := &exchange{
		relayed: relayed, lifetime: config.Lifetime, secret: config.Secret, anyRoom: config.AnyRoom,
		quotas: config.Quotas, budgets: newBudgets(), replies: newLimiter(), nonces: newNonces(),
		settled: config.Settled, start: time.Now(),
		rooms: make(map[string]*room), tags: make(map[string]*room),
		ports: make(map[uint16]*allocation), sources: make(map[netip.Addr]int),
	}
	x.limits.set(config.Quotas)
	if len(x.secret) == 0 {
		x.secret = make([]byte, 32)
		_, _ = rand.Read(x.secret)
	}
	return x
}

// now is the time for budgets, in ns since the start.
func (x *exchange) now() int64 { return int64(time.Since(x.start)) }

func (x *exchange) newLeg(c carrier) *leg {
	return &leg{x: x, carrier: c, requests: make(chan request, waitingRequests),
		allocations: make(map[netip.AddrPort]*allocation)}
}

// open makes an allocation on a free virtual port, an even one if wanted, and at random so that a
// stale binding hardly ever meets a new owner. It belongs to nobody until adopt.
func (x *exchange) open(even bool) (*allocation, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed || len(x.ports) >= x.quotas.Total {
		return nil, errFull
	}
	port := uint16(0)
	for tries := 0; port < firstPort || x.ports[port] != nil || even && port%2 == 1; tries++ {
		if even && tries == mostTries {
			return nil, errFull // somebody may have all the even ones
		}
		port = firstPort + mathrand.N[uint16](65535-firstPort)
	}
	a := &allocation{x: x, port: port, done: make(chan struct{})}
	x.ports[port] = a
	return a, nil
}

// adopt gives an allocation to the member behind the user name, or ends it if that member or its
// connection is gone by now, the quota is used up or the source has an allocation already.
func (x *exchange) adopt(l *leg, from netip.AddrPort, username string, port uint16) {
	x.mu.Lock()
	defer x.mu.Unlock()
	a := x.ports[port]
	if a == nil {
		return
	}
	who, ok := x.identify(username)
	client := l.carrier.client(from)
	if !ok || client == nil || !x.mayAllocate(who, from) || l.allocations[from] != nil {
		x.end(a)
		return
	}
	m, expires := x.enter(who), who.expires
	a.leg, a.from, a.member, a.client = l, from, m, client
	a.sent.Store(x.now())
	l.allocations[from] = a
	m.allocations[a] = struct{}{}
	m.room.allocations++
	x.sources[sourceOf(from.Addr())]++
	x.allocated.Add(1)
	a.expires = expires
	a.expiry = time.AfterFunc(time.Until(expires), func() { _ = a.Close() })
	a.client.allocated(true)
}

// renew lets an allocation live as long as the credential that its owner has just shown.
func (x *exchange) renew(l *leg, from netip.AddrPort, username string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	a := l.allocations[from]
	who, ok := x.identify(username)
	if a == nil || !ok || who.member != a.member || !who.expires.After(a.expires) {
		return
	}
	a.expires = who.expires
	a.expiry.Reset(time.Until(who.expires))
}

// end takes an allocation out of all tables; nothing reaches or leaves it from here on. It may be
// called twice. The caller holds the lock.
func (x *exchange) end(a *allocation) {
	if x.ports[a.port] != a {
		return
	}
	delete(x.ports, a.port)
	close(a.done)
	if a.member == nil {
		return
	}
	a.expiry.Stop()
	delete(a.leg.allocations, a.from)
	delete(a.member.allocations, a)
	a.member.room.allocations--
	source := sourceOf(a.from.Addr())
	if x.sources[source]--; x.sources[source] == 0 {
		delete(x.sources, source)
	}
	a.client.allocated(false)
	if x.anyRoom {
		x.tidy(a.member)
	}
}

// leave ends the allocation of a client that is gone. Its carrier has to have forgotten it before.
func (x *exchange) leave(l *leg, from netip.AddrPort, gone client) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a := l.allocations[from]; a != nil && a.client == gone {
		x.end(a)
	}
}

// closeAll ends every room and allocation.
func (x *exchange) closeAll() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	for name, r := range x.rooms {
		delete(x.rooms, name)
		x.forget(r)
	}
	for _, a := range x.ports {
		x.end(a)
	}
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
