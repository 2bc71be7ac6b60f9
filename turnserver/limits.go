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
	memberRequests = Limit{Rate: 100, Holds: 40 * time.Second}
	sourceRequests = Limit{Rate: 400, Holds: 40 * time.Second}
)

// What a packet counts beside its payload: the headers of Ethernet, IP, UDP and TURN. A short one
// takes as much of a processor as one of several hundred bytes, and counts as that.
const (
	packetHeaders = 100
	leastCounted  = 500
)

// Limit is what a budget gains in a second, and what it holds when it is full, as the time that it
// takes to fill.
type Limit struct {
	Rate  int64
	Holds time.Duration
}

// Bucket is a token bucket. It is one number, so that every packet can look at it without a lock.
type Bucket struct {
	full atomic.Int64 // when the bucket is full again, in ns since the start of the exchange
}

// TryTake tells whether so much may pass at a time in ns since the start, and takes it.
func (b *Bucket) TryTake(size int, l Limit, now int64) bool {
	cost := int64(size) * int64(time.Second) / l.Rate
	for {
		full := b.full.Load()
		next := max(full, now) + cost
		if next-now > int64(l.Holds) {
			return false
		}
		if b.full.CompareAndSwap(full, next) {
			return true
		}
	}
}

// Buckets are those of rooms, members and sources, in a table of fixed size: nobody gets a full one
// by leaving and coming back. Each falls into one by a hash under a random seed; two may share one,
// which is rare and does little harm.
type Buckets struct {
	seed maphash.Seed
	all  [1 << 16]Bucket
}

func NewBuckets() *Buckets { return &Buckets{seed: maphash.MakeSeed()} }

// bucketKey says whose budget it is; for a room the peer is empty, and the kind tells several of
// the same apart.
type bucketKey struct{ kind, room, peer string }

func (b *Buckets) BucketFor(p bucketKey) *Bucket {
	return &b.all[maphash.Comparable(b.seed, p)%uint64(len(b.all))]
}

func (b *Buckets) SourceBucket(from netip.Addr) *Bucket {
	return &b.all[maphash.Comparable(b.seed, SourceOf(from))%uint64(len(b.all))]
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

// relayLimits are the quotas of what is relayed, ready for use.
type relayLimits struct {
	perRoom, allRooms          Limit // in a second
	perRoomTraffic, allTraffic Limit // in a day
	hasTraffic                 bool
	allBucket, dayBucket       Bucket // of all rooms
}

// trafficDay is the time of Quotas.Traffic, of which one room may take a tenth, so that it takes
// ten to use it up.
const (
	trafficDay   = 24 * time.Hour
	roomFraction = 10
)

func (l *relayLimits) configure(q Quotas) {
	l.perRoom, l.allRooms = Limit{q.Bandwidth, time.Second}, Limit{q.TotalBandwidth, time.Second}
	l.hasTraffic = q.Traffic > 0
	l.allTraffic = Limit{max(1, q.Traffic/int64(trafficDay/time.Second)), trafficDay}
	l.perRoomTraffic = Limit{max(1, l.allTraffic.Rate/roomFraction), trafficDay}
}

// mayPass takes a packet of a room from all budgets that it counts for, and says which has no more.
func (l *relayLimits) mayPass(r *room, payload int, now int64) dropReason {
	size := max(payload+packetHeaders, leastCounted)
	switch {
	case !r.bandwidth.TryTake(size, l.perRoom, now):
		return dropOverRate
	case !l.allBucket.TryTake(size, l.allRooms, now):
		return dropOverTotal
	case l.hasTraffic && !(r.traffic.TryTake(size, l.perRoomTraffic, now) &&
		l.dayBucket.TryTake(size, l.allTraffic, now)):
		return dropOverTraffic
	}
	return 0
}
