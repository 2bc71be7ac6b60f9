package turnserver

import (
	"net/netip"
	"time"

	"einmal/turnserver/internal/ratelimit"
)

// A member at its quota that asks for another allocation gives up one that it does not use, if
// there is one. So the quotas limit what is used, and the allocations a browser keeps for candidate
// pairs that failed are no obstacle. Nobody gives way to another member.
//
// An allocation is in use if its own client sends data on it: an ICE pair has consent checks every
// few seconds, in both directions, for as long as it lives (RFC 7675). What others send does not
// count, or they could keep somebody's allocations in place; nor does renewing a permission, which
// is free. A member that sends on all its allocations keeps them all: its quota, and no more.
const (
	// unclaimedLife is for an allocation without permission or channel. Its client asks for these
	// as soon as it knows the other end's candidates: after a round trip through the signalling and
	// some work in two browsers.
	unclaimedLife = 10 * time.Second
	// unusedLife is for the others. The consent of a pair lasts 30 seconds (RFC 7675, 5.1), and
	// browsers check the pairs they keep in reserve about as often.
	unusedLife = time.Minute
)

// markUsed notes that the client sends. It is called for every packet, but writes only once a
// second.
func (a *allocation) markUsed(now int64) {
	if now-a.lastSent.Load() > int64(time.Second) {
		a.lastSent.Store(now)
	}
}

// keptUntil is when an allocation may begin to give way. The caller holds the lock.
func (a *allocation) keptUntil() int64 {
	life := unclaimedLife
	if a.permitted || len(a.channels) > 0 {
		life = unusedLife
	}
	return a.lastSent.Load() + int64(life)
}

// admitAllocation tells whether the member of the user name may have another allocation. If need be
// it ends an unused one for it.
func (t *allocationTable) admitAllocation(username string, from netip.AddrPort) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	who, ok := t.identify(username)
	if !ok {
		return false
	}
	if len(t.ports) < t.quotas.Total && t.mayAllocate(who, from) {
		return true
	}
	spare := t.findUnused(who.member, ratelimit.SourceOf(from.Addr()))
	if spare == nil {
		t.countDrop(dropOverQuota)
		return false
	}
	t.endAllocation(spare)
	t.displaced.Add(1)
	return true
}

// findUnused finds the allocation of a member that gives way to one from a source: the one that has
// been unused longest, or nil. A member that keeps asking is not searched every time. The caller
// holds the lock.
func (t *allocationTable) findUnused(m *member, source netip.Addr) (spare *allocation) {
	now := t.elapsed()
	if m == nil || now < m.noneUnusedUntil {
		return nil
	}
	isSourceFull := t.sources[source] >= t.quotas.Source
	soonest := now + int64(unclaimedLife)
	for a := range m.allocations {
		switch until := a.keptUntil(); {
		case until > now:
			soonest = min(soonest, until)
		case isSourceFull && ratelimit.SourceOf(a.from.Addr()) != source:
			soonest = now // it could give way to one from elsewhere
		case spare == nil || a.lastSent.Load() < spare.lastSent.Load():
			spare = a
		}
	}
	if spare == nil {
		m.noneUnusedUntil = soonest
	}
	return spare
}
