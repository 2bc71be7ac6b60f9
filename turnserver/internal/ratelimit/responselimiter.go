package ratelimit

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

// Responses to sources without a credential: a burst that lets a few dozen people behind one
// address connect together, then a trickle, so that a forged source address gets no more than a few
// kilobytes a second.
const (
	ResponseBurst      = 512
	ResponsesPerSecond = 64
	responseBuckets    = 4096
)

// ResponseLimiter is a table of token buckets of fixed size. A hash under a random seed picks the
// bucket of a source; the table holds no address, and cannot grow.
type ResponseLimiter struct {
	seed  maphash.Seed
	start time.Time

	mu      sync.Mutex
	buckets [responseBuckets]responseBucket
}

// responseBucket is how much was taken, when it was last used, in milliseconds since the start, and
// how many bytes its sources may get: at most twice what came from them (of which maxCredit is
// remembered), so that nothing is gained by forging a source address. Only a bare Binding request
// over IPv6 is so short that it has to come twice.
type responseBucket struct {
	taken  float32
	at     uint32
	credit int32
}

// maxCredit is enough for the shortest messages; a STUN header has 20 bytes.
const maxCredit = 4 * 20

func NewResponseLimiter() *ResponseLimiter {
	return &ResponseLimiter{seed: maphash.MakeSeed(), start: time.Now()}
}

// SourceOf returns what counts as one source: an IPv4 address, or a /64 of IPv6.
func SourceOf(addr netip.Addr) netip.Addr {
	if addr.Is6() {
		prefix, _ := addr.WithZone("").Prefix(64)
		return prefix.Addr()
	}
	return addr
}

// AllowResponse tells whether a source may have a response to its request; both are lengths in
// bytes.
func (l *ResponseLimiter) AllowResponse(from netip.Addr, request, response int) bool {
	from = SourceOf(from)
	now := uint32(time.Since(l.start).Milliseconds()) //nolint:gosec // may wrap, after seven weeks
	b := &l.buckets[maphash.Comparable(l.seed, from)%responseBuckets]
	l.mu.Lock()
	defer l.mu.Unlock()
	b.taken = max(0, b.taken-float32(now-b.at)*ResponsesPerSecond/1000)
	b.at = now
	credit := b.credit + 2*int32(request)                     //nolint:gosec // it is a datagram
	if b.taken >= ResponseBurst || credit < int32(response) { //nolint:gosec // at most responseSize
		b.credit = min(credit, maxCredit)
		return false
	}
	b.taken++
	b.credit = min(credit-int32(response), maxCredit) //nolint:gosec // at most responseSize
	return true
}
