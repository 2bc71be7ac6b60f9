package turnserver

import (
	"net/netip"
	"time"
)

// A member who may have no more allocations and asks for one gives up one that is not used, if
// there is such a one. So the quotas bound what is used, and what a browser keeps for ways that
// came to nothing is no obstacle. Nobody gives way to another member.
//
// In use is what its own client sends data on: an ICE pair has connectivity checks every few
// seconds, in both directions, for as long as it lives (RFC 7675). What others send does not count,
// or they could keep somebody's allocations in place, and neither does renewing a permission, which
// is free. Whoever sends on all that it has keeps all: its own bound, and no more.
const (
	// unclaimedLife is for an allocation without permission or channel. Its client asks for these
	// as soon as it knows what the other end has: a round trip through the signalling and some work
	// of two browsers later.
	unclaimedLife = 10 * time.Second
	// unusedLife is for the others. The consent of a pair lasts 30 seconds (RFC 7675, 5.1), and
	// browsers look after the ways that they keep in reserve about as often.
	unusedLife = time.Minute
)

// used notes that the client sends. It is called for every packet, and writes once a second.
func (a *allocation) used(now int64) {
	if now-a.sent.Load() > int64(time.Second) {
		a.sent.Store(now)
	}
}

// keptUntil is when an allocation begins to give way. The caller holds the lock.
func (a *allocation) keptUntil() int64 {
	life := unclaimedLife
	if a.permitted || len(a.channels) > 0 {
		life = unusedLife
	}
	return a.sent.Load() + int64(life)
}

// admits tells whether the member behind the user name may have another allocation, and makes room
// for it.
func (x *exchange) admits(username string, from netip.AddrPort) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	who, ok := x.identify(username)
	if !ok {
		return false
	}
	if len(x.ports) < x.quotas.Total && x.mayAllocate(who, from) {
		return true
	}
	spare := x.spare(who.member, sourceOf(from.Addr()))
	if spare == nil {
		x.drop(dropOverQuota)
		return false
	}
	x.end(spare)
	x.displaced.Add(1)
	return true
}

// spare finds the allocation of a member that gives way to one from a source: the one that was not
// used for the longest time, nil if there is none. Who asks again and again is not searched through
// each time. The caller holds the lock.
func (x *exchange) spare(m *member, source netip.Addr) (spare *allocation) {
	now := x.now()
	if m == nil || now < m.crowded {
		return nil
	}
	isSourceFull := x.sources[source] >= x.quotas.Source
	soonest := now + int64(unclaimedLife)
	for a := range m.allocations {
		switch until := a.keptUntil(); {
		case until > now:
			soonest = min(soonest, until)
		case isSourceFull && sourceOf(a.from.Addr()) != source:
			soonest = now // it may give way to one from elsewhere
		case spare == nil || a.sent.Load() < spare.sent.Load():
			spare = a
		}
	}
	if spare == nil {
		m.crowded = soonest
	}
	return spare
}
