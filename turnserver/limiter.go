package turnserver

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

// Replies to sources that have not shown a credential: a burst that lets a few dozen people behind one address connect
// together, then a trickle, so that a forged source address is not sent more than a few kilobytes a second.
const (
	replyBurst   = 512
	repliesASec  = 64
	replyBuckets = 4096
)

// limiter is a table of token buckets of fixed size. A source falls into a bucket by a hash under a random seed; it keeps
// no address, and cannot grow.
type limiter struct {
	seed  maphash.Seed
	start time.Time

	mu      sync.Mutex
	buckets [replyBuckets]bucket
}

// bucket is how much was taken, and when this was last looked at, in milliseconds since the start.
type bucket struct {
	taken float32
	at    uint32
}

func newLimiter() *limiter { return &limiter{seed: maphash.MakeSeed(), start: time.Now()} }

// take tells whether a source may have one more. IPv6 sources are told apart by /64 only.
func (l *limiter) take(from netip.Addr) bool {
	if from.Is6() {
		prefix, _ := from.WithZone("").Prefix(64)
		from = prefix.Addr()
	}
	now := uint32(time.Since(l.start).Milliseconds()) //nolint:gosec // wraps after seven weeks, harmless
	b := &l.buckets[maphash.Comparable(l.seed, from)%replyBuckets]
	l.mu.Lock()
	defer l.mu.Unlock()
	b.taken = max(0, b.taken-float32(now-b.at)*repliesASec/1000)
	b.at = now
	if b.taken >= replyBurst {
		return false
	}
	b.taken++
	return true
}
