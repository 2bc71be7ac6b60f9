package sipline

import (
	"net/netip"
	"testing"
	"time"
)

func TestSourcesAreCountedEachAndTogether(t *testing.T) {
	now := time.Now()
	of := func(n int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}) }
	for name, c := range map[string]struct {
		take     func(s *sources, a netip.Addr, now time.Time) bool
		one, all rate
	}{
		"messages": {(*sources).allow, messagesOfOne, messagesOfAll},
		"calls":    {(*sources).allowCall, callsOfOne, callsOfAll},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSources([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")})
			taken := func(a netip.Addr, now time.Time) (n int) {
				for range int(c.all.burst) + 10 {
					if c.take(s, a, now) {
						n++
					}
				}
				return n
			}
			if n := taken(of(1), now); n != int(c.one.burst) {
				t.Errorf("of one at once: %d, want %v", n, c.one.burst)
			}
			if n := taken(of(1), now.Add(time.Second)); n != int(c.one.each) {
				t.Errorf("of one a second: %d, want %v", n, c.one.each)
			}
			if c.take(s, netip.MustParseAddr("198.51.100.1"), now) {
				t.Error("of a stranger: one")
			}
			later, sum := now.Add(time.Hour), 0
			for n := range 20 {
				sum += taken(of(n), later)
			}
			if sum != int(c.all.burst) {
				t.Errorf("of all at once: %d, want %v", sum, c.all.burst)
			}
		})
	}
}

func TestCountsOfSourcesAreBounded(t *testing.T) {
	s := newSources([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	now := time.Now()
	for n := range 3 * maxSources {
		s.allow(netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}), now)
		s.allow(netip.AddrFrom4([4]byte{11, 0, byte(n >> 8), byte(n)}), now)
	}
	if n := len(s.each); n > maxSources {
		t.Errorf("%d sources are counted", n)
	}
	if foreign, over := s.dropped(); foreign != 3*maxSources || over == 0 {
		t.Errorf("dropped: %d of strangers, %d too many", foreign, over)
	}
}
