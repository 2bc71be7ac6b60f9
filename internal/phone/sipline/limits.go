package sipline

import (
	"net/netip"
	"slices"
	"sync"
	"time"
)

// What a source may send at once and a second, and all of them together. Twenty calls that begin
// and end at the same time are 200 messages.
var (
	messagesOfOne = rate{burst: 400, each: 100}
	messagesOfAll = rate{burst: 1600, each: 400}
	callsOfOne    = rate{burst: 40, each: 10}
	callsOfAll    = rate{burst: 80, each: 20}
)

// maxSources is how many addresses are counted at a time.
const maxSources = 1024

// rate is how many at once, and how many more each second.
type rate struct{ burst, each float64 }

// bucket fills up with the time.
type bucket struct {
	tokens float64
	at     time.Time
}

func (b *bucket) take(n float64, r rate, now time.Time) bool {
	if b.at.IsZero() {
		b.tokens = r.burst
	} else {
		b.tokens = min(r.burst, b.tokens+now.Sub(b.at).Seconds()*r.each)
	}
	b.at = now
	if b.tokens < n {
		return false
	}
	b.tokens -= n
	return true
}

// sources are the networks that calls are taken from. Everything else gets no answer at all.
type sources struct {
	mu            sync.Mutex
	lists         [][]netip.Prefix // those of the configuration, and of the registrar
	each          map[netip.Addr]*sourceCount
	messages      bucket // of all
	calls         bucket
	foreign, over int // messages that were dropped: of strangers, and too many
}

// sourceCount is what one address has sent.
type sourceCount struct{ messages, calls bucket }

func newSources(from []netip.Prefix) *sources {
	return &sources{lists: [][]netip.Prefix{from}, each: map[netip.Addr]*sourceCount{}}
}

func (s *sources) setRegistrar(addresses []netip.Addr) {
	var list []netip.Prefix
	for _, a := range addresses {
		list = append(list, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists = append(s.lists[:1], list)
}

// hasLocked says whether an address is one of them.
func (s *sources) hasLocked(address netip.Addr) bool {
	return slices.ContainsFunc(s.lists, func(list []netip.Prefix) bool {
		return slices.ContainsFunc(list,
			func(p netip.Prefix) bool { return p.Contains(address.Unmap()) })
	})
}

// countOfLocked gives what is counted of an address; nil for strangers.
func (s *sources) countOfLocked(address netip.Addr) *sourceCount {
	c := s.each[address]
	if c == nil && s.hasLocked(address) {
		if len(s.each) == maxSources {
			clear(s.each)
		}
		c = &sourceCount{}
		s.each[address] = c
	}
	return c
}

// allow says whether a message from an address is taken, and counts those that are not.
func (s *sources) allow(address netip.Addr, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.countOfLocked(address)
	switch {
	case c == nil:
		s.foreign++
		return false
	case !c.messages.take(1, messagesOfOne, now) || !s.messages.take(1, messagesOfAll, now):
		s.over++
		return false
	}
	return true
}

// allowCall says whether an address may begin another call at this moment.
func (s *sources) allowCall(address netip.Addr, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.countOfLocked(address)
	return c != nil && c.calls.take(1, callsOfOne, now) && s.calls.take(1, callsOfAll, now)
}

// dropped is how many messages were not taken: those of strangers, and those too many.
func (s *sources) dropped() (foreign, over int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.foreign, s.over
}
