package turnserver

import (
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/ratelimit"
)

// maxChannels bounds the channels of an allocation, which pion walks one by one. A client binds one
// for each relayed candidate of the one peer its allocation is for.
const maxChannels = 64

// firstPort is the lowest virtual port; below it some clients suspect privileged services and drop
// the candidate.
const firstPort = 1024

// maxPortTries find an even port unless nearly all are taken.
const maxPortTries = 128

var errNoCapacity = errors.New("no room for another allocation")

// allocationTable is the state of the whole relay. Its lock is held only to look something up or
// change it, never while sending.
type allocationTable struct {
	counters
	relayed   netip.Addr // the address of all virtual ports
	lifetime  time.Duration
	secret    []byte
	anyRoom   bool // rooms and peers are those that a signed user name says
	quotas    Quotas
	limits    relayLimits
	buckets   *ratelimit.Buckets
	responses *ratelimit.ResponseLimiter
	nonces    *auth.Nonces
	onSettled func(conn net.Conn, settled bool)
	start     time.Time

	requestMu sync.Mutex // held while a request is handled

	mu      sync.RWMutex
	closed  bool
	rooms   map[string]*room       // by the caller's name
	tags    map[string]*room       // by tag
	ports   map[uint16]*allocation // by virtual port
	sources map[netip.Addr]int     // allocations by source
}

// newAllocationTable takes a complete config, of which only the secret may be missing.
func newAllocationTable(relayed netip.Addr, config Config) *allocationTable {
	table := &allocationTable{
		relayed: relayed, lifetime: config.Lifetime, secret: config.Secret, anyRoom: config.AnyRoom,
		quotas: config.Quotas, onSettled: config.Settled, start: time.Now(),
		buckets: ratelimit.NewBuckets(), responses: ratelimit.NewResponseLimiter(),
		nonces: auth.NewNonces(),
		rooms:  make(map[string]*room), tags: make(map[string]*room),
		ports: make(map[uint16]*allocation), sources: make(map[netip.Addr]int),
	}
	table.limits.configure(config.Quotas)
	if len(table.secret) == 0 {
		table.secret = make([]byte, 32)
		_, _ = rand.Read(table.secret)
	}
	return table
}

// elapsed is the time for token buckets, in ns since the start.
func (t *allocationTable) elapsed() int64 { return int64(time.Since(t.start)) }

// newAllocation makes an allocation on a free virtual port, an even one if wanted, and at random so
// that a stale binding hardly ever meets a new owner. It belongs to nobody until assignOwner.
func (t *allocationTable) newAllocation(even bool) (*allocation, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || len(t.ports) >= t.quotas.Total {
		return nil, errNoCapacity
	}
	port := uint16(0)
	for tries := 0; port < firstPort || t.ports[port] != nil || even && port%2 == 1; tries++ {
		if even && tries == maxPortTries {
			return nil, errNoCapacity // somebody may have all the even ones
		}
		port = firstPort + mathrand.N[uint16](65535-firstPort)
	}
	a := &allocation{table: t, port: port, done: make(chan struct{})}
	t.ports[port] = a
	return a, nil
}

// assignOwner gives an allocation to the member behind the user name, or ends it if that member or
// its connection is gone by now, the quota is used up or the source has an allocation already.
func (t *allocationTable) assignOwner(tr *transport, from netip.AddrPort, username string,
	port uint16) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.ports[port]
	if a == nil {
		return
	}
	who, ok := t.identify(username)
	client := tr.conn.clientAt(from)
	if !ok || client == nil || !t.mayAllocate(who, from) || tr.allocations[from] != nil {
		t.endAllocation(a)
		return
	}
	m, expires := t.findOrAddMember(who), who.expires
	a.transport, a.from, a.member, a.client = tr, from, m, client
	a.lastSent.Store(t.elapsed())
	tr.allocations[from] = a
	m.allocations[a] = struct{}{}
	m.room.allocations++
	t.sources[ratelimit.SourceOf(from.Addr())]++
	t.allocated.Add(1)
	a.expires = expires
	a.expiry = time.AfterFunc(time.Until(expires), func() { _ = a.Close() })
	a.client.setAllocated(true)
}

// extendLifetime lets an allocation live as long as the credential that its owner has just shown.
func (t *allocationTable) extendLifetime(tr *transport, from netip.AddrPort, username string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := tr.allocations[from]
	who, ok := t.identify(username)
	if a == nil || !ok || who.member != a.member || !who.expires.After(a.expires) {
		return
	}
	a.expires = who.expires
	a.expiry.Reset(time.Until(who.expires))
}

// endAllocation takes an allocation out of all tables; nothing reaches or leaves it from here on.
// It may be called twice. The caller holds the lock.
func (t *allocationTable) endAllocation(a *allocation) {
	if t.ports[a.port] != a {
		return
	}
	delete(t.ports, a.port)
	close(a.done)
	if a.member == nil {
		return
	}
	a.expiry.Stop()
	delete(a.transport.allocations, a.from)
	delete(a.member.allocations, a)
	a.member.room.allocations--
	source := ratelimit.SourceOf(a.from.Addr())
	if t.sources[source]--; t.sources[source] == 0 {
		delete(t.sources, source)
	}
	a.client.setAllocated(false)
	if t.anyRoom {
		t.forgetIdleMember(a.member)
	}
}

// endClient ends the allocation of a client that is gone. Its transportConn must have forgotten it
// first.
func (t *allocationTable) endClient(tr *transport, from netip.AddrPort, gone client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := tr.allocations[from]; a != nil && a.client == gone {
		t.endAllocation(a)
	}
}

// closeAll ends every room and allocation.
func (t *allocationTable) closeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for name, r := range t.rooms {
		delete(t.rooms, name)
		t.forgetRoom(r)
	}
	for _, a := range t.ports {
		t.endAllocation(a)
	}
}

// addChannel and removeChannel keep the channels in step with pion's, and setPermission the
// permission.
func (t *allocationTable) addChannel(port, number, peer uint16) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.channels = append(a.channels, channel{number, peer})
	}
}

func (t *allocationTable) removeChannel(port, number uint16) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.channels = slices.DeleteFunc(a.channels,
			func(c channel) bool { return c.number == number })
	}
}

func (t *allocationTable) setPermission(port uint16, permitted bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.permitted = permitted
	}
}

// mayAllocate tells whether peer, room and source allow another allocation. The caller holds the
// lock.
func (t *allocationTable) mayAllocate(who identity, from netip.AddrPort) bool {
	return t.sources[ratelimit.SourceOf(from.Addr())] < t.quotas.Source &&
		(who.room == nil || who.room.allocations < t.quotas.Room) &&
		(who.member == nil || len(who.member.allocations) < t.quotas.Peer)
}
