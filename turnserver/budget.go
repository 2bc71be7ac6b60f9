package turnserver

import (
	"hash/maphash"
	"net/netip"
	"sync/atomic"
	"time"
)

// Signed requests cost several HMACs and pion's work. A member with all the allocations it may have
// asks for a permission on each and for each candidate of the others at once, and from then on some
// ten times a second; an office behind one address has several such. So nobody who follows the
// protocol comes near these, and nobody else comes far beyond.
var (
	memberPace = limit{rate: 100, holds: 40 * time.Second}
	sourcePace = limit{rate: 400, holds: 40 * time.Second}
)

// What a packet counts beside its payload: the headers of Ethernet, IP, UDP and TURN. A short one
// takes as much of a processor as one of several hundred bytes, and counts as that.
const (
	packetHeaders = 100
	leastCounted  = 500
)

// limit is what a budget gains in a second, and what it holds when it is full, as the time that it
// takes to fill.
type limit struct {
	rate  int64
	holds time.Duration
}

// budget is a token bucket. It is one number, so that every packet can look at it without a lock.
type budget struct {
	full atomic.Int64 // when the bucket is full again, in ns since the start of the exchange
}

// take tells whether so much may pass at a time in ns since the start, and takes it.
func (b *budget) take(size int, l limit, now int64) bool {
	cost := int64(size) * int64(time.Second) / l.rate
	for {
		full := b.full.Load()
		next := max(full, now) + cost
		if next-now > int64(l.holds) {
			return false
		}
		if b.full.CompareAndSwap(full, next) {
			return true
		}
	}
}

// budgets are those of rooms, members and sources, in a table of fixed size: nobody gets a full one
// by leaving and coming back. Each falls into one by a hash under a random seed; two may share one,
// which is rare and does little harm.
type budgets struct {
	seed maphash.Seed
	all  [1 << 16]budget
}

func newBudgets() *budgets { return &budgets{seed: maphash.MakeSeed()} }

// place says whose budget it is; for a room the peer is empty, and the kind tells several of the
// same apart.
type place struct{ kind, room, peer string }

func (b *budgets) of(p place) *budget {
	return &b.all[maphash.Comparable(b.seed, p)%uint64(len(b.all))]
}

func (b *budgets) ofSource(from netip.Addr) *budget {
	return &b.all[maphash.Comparable(b.seed, sourceOf(from))%uint64(len(b.all))]
}

// mayAsk tells whether a signed request from where we know its sender to be is dealt with. No user
// name is believed yet: who has an allocation there pays for it, and the source in any case.
func (l *leg) mayAsk(from netip.AddrPort) bool {
	x, now := l.x, l.x.now()
	x.mu.RLock()
	a := l.allocations[from]
	x.mu.RUnlock()
	if a != nil && !a.member.pace.take(1, memberPace, now) {
		return false
	}
	return x.budgets.ofSource(from.Addr()).take(1, sourcePace, now)
}

// relayLimits are the quotas of what is relayed, ready for use.
type relayLimits struct {
	room, total          limit // in a second
	roomTraffic, traffic limit // in a day
	hasTraffic           bool
	totalLeft, dayLeft   budget // of all rooms
}

// trafficDay is the time of Quotas.Traffic, of which one room may take a tenth, so that it takes
// ten to use it up.
const (
	trafficDay   = 24 * time.Hour
	roomFraction = 10
)

func (l *relayLimits) set(q Quotas) {
	l.room, l.total = limit{q.Bandwidth, time.Second}, limit{q.TotalBandwidth, time.Second}
	l.hasTraffic = q.Traffic > 0
	l.traffic = limit{max(1, q.Traffic/int64(trafficDay/time.Second)), trafficDay}
	l.roomTraffic = limit{max(1, l.traffic.rate/roomFraction), trafficDay}
}

// mayPass takes a packet of a room from all budgets that it counts for, and says which has no more.
func (l *relayLimits) mayPass(r *room, payload int, now int64) dropReason {
	size := max(payload+packetHeaders, leastCounted)
	switch {
	case !r.budget.take(size, l.room, now):
		return dropOverRate
	case !l.totalLeft.take(size, l.total, now):
		return dropOverTotal
	case l.hasTraffic && !(r.traffic.take(size, l.roomTraffic, now) &&
		l.dayLeft.take(size, l.traffic, now)):
		return dropOverTraffic
	}
	return 0
}
