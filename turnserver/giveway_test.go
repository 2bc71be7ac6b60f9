package turnserver

import (
	"net"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// ageAllocations lets time pass for the allocations of a relay, as if nobody had sent since.
func (r *relay) ageAllocations(by time.Duration) {
	table := r.table
	table.mu.Lock()
	defer table.mu.Unlock()
	for _, a := range table.ports {
		a.lastSent.Add(-int64(by))
		a.member.noneUnusedUntil -= int64(by)
	}
}

func (c *rawClient) allocate() stun.ErrorCode {
	c.t.Helper()
	return c.request(stun.MethodAllocate, requestedTransport(protocolUDP))
}

// isThere tells whether a client's allocation is, which a client is told when it refreshes it.
func (c *rawClient) isThere() bool {
	c.t.Helper()
	switch code := c.request(stun.MethodRefresh, lifetime(600)); code {
	case 0:
		return true
	case stun.CodeAllocMismatch:
		return false
	default:
		c.t.Fatalf("Refresh was answered with %d", code)
		return false
	}
}

func (c *rawClient) permit() {
	c.t.Helper()
	if code := c.request(stun.MethodCreatePermission, rawPeer("192.0.2.1", 2000)); code != 0 {
		c.t.Fatalf("CreatePermission was answered with %d", code)
	}
}

// sendUnreachable sends data that reaches nobody.
func (r *relay) sendUnreachable(c *rawClient) {
	c.t.Helper()
	before := r.Stats().Drops
	c.sendIndication(peer(net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1}), []byte("hello"))
	waitFor(c.t.(*testing.T), "the data to be dropped", func() bool {
		now := r.Stats().Drops
		return now["unreachable"]+now["unpermitted"] > before["unreachable"]+before["unpermitted"]
	})
}

func TestWhatIsNotUsedGivesWay(t *testing.T) {
	t.Parallel()
	permission := func(_ *relay, c *rawClient) { c.permit() }
	channel := func(r *relay, c *rawClient) { // alone: a permission lapses earlier
		c.bindChannel(turnmsg.FirstChannel, c)
		r.table.setPermission(uint16(c.relayed.Port), false)
	}
	for name, c := range map[string]struct {
		claim func(*relay, *rawClient)
		age   time.Duration
		gives bool
	}{
		"just made":                      {nil, 0, false},
		"without permission, nine s old": {nil, 9 * time.Second, false},
		"without permission, ten s old":  {nil, 10 * time.Second, true},
		"with permission, quiet for 50s": {permission, 50 * time.Second, false},
		"with permission, quiet for 60s": {permission, 60 * time.Second, true},
		"with a channel, quiet for 50 s": {channel, 50 * time.Second, false},
		"with a channel, quiet for 60 s": {channel, 60 * time.Second, true},
	} {
		for _, network := range []string{"udp", "tcp"} {
			t.Run(name+" over "+network, func(t *testing.T) {
				t.Parallel()
				r := startRelay(t, func(c *Config) { c.Quotas.Peer = 1 })
				old := r.memberClient(t, network, "room", "a", true)
				if c.claim != nil {
					c.claim(r, old)
				}
				r.ageAllocations(c.age)
				next := r.memberClient(t, network, "room", "a", false)
				switch code := next.allocate(); {
				case c.gives && code != 0, !c.gives && code != stun.CodeAllocQuotaReached:
					t.Errorf("one more was answered with %d", code)
				case old.isThere() == c.gives:
					t.Error("the old one is there, or it is gone, against the answer")
				}
				s := r.Stats()
				if s.Allocations != 1 || (s.Displaced == 1) != c.gives ||
					(s.Drops["over_quota"] == 1) == c.gives {
					t.Errorf("the counts are %+v", s)
				}
			})
		}
	}
}

func TestTheOneThatWasQuietLongestGivesWay(t *testing.T) {
	t.Parallel()
	r := startRelay(t, func(c *Config) { c.Quotas.Peer = 4 })
	var all []*rawClient
	for range 4 {
		all = append(all, r.memberClient(t, "udp", "room", "a", true))
		r.ageAllocations(10 * time.Second)
	}
	all[0].permit()           // 40 s old, and so it stays
	r.sendUnreachable(all[2]) // without permission, but it tries
	for _, gone := range [][]int{{1}, {1, 3}} {
		r.memberClient(t, "udp", "room", "a", true)
		for i, c := range all {
			if c.isThere() == slices.Contains(gone, i) {
				t.Errorf("where %v should be gone, number %d is there or gone against that", gone,
					i)
			}
		}
	}
	if code := r.memberClient(t, "udp", "room", "a",
		false).allocate(); code != stun.CodeAllocQuotaReached {
		t.Errorf("with none left to give way, one more was answered with %d", code)
	}
}

func TestOnlyItsOwnDataKeepsAnAllocationInPlace(t *testing.T) {
	t.Parallel()
	r := startRelay(t, func(c *Config) { c.Quotas.Peer = 1 })
	a, b := r.memberClient(t, "udp", "room", "a", true), r.memberClient(t, "udp", "room", "b", true)
	a.bindChannel(turnmsg.FirstChannel, b)
	b.bindChannel(turnmsg.FirstChannel, a)
	r.ageAllocations(time.Minute)
	b.sendChannelData(turnmsg.FirstChannel, []byte("stay"))
	a.expectChannelData(turnmsg.FirstChannel, []byte("stay"))
	a.permit() // renewed, as browsers do for all that they keep
	if code := r.memberClient(t, "udp", "room", "b",
		false).allocate(); code != stun.CodeAllocQuotaReached {
		t.Errorf("the one that sends gave way: %d", code)
	}
	if code := r.memberClient(t, "udp", "room", "a", false).allocate(); code != 0 {
		t.Errorf("the one that is sent to did not give way: %d", code)
	}
}

// TestWhoKeepsAllInUseIsInNobodysWay: somebody has all that a person may have, and sends on it;
// asks for more without end; and then lets it all fall silent and asks again.
func TestWhoKeepsAllInUseIsInNobodysWay(t *testing.T) {
	t.Parallel()
	const each = 8
	r := startRelay(t, func(c *Config) {
		c.Quotas = Quotas{Peer: each, Room: 3 * each,
			Source: 5 * each, Total: 5 * each}
	})
	b, c := r.joinRoom(t, "udp", "room", "b"), r.joinRoom(t, "udp", "room", "c")
	var pinned []*rawClient
	for range each {
		c := r.memberClient(t, "udp", "room", "a", true)
		c.permit()
		pinned = append(pinned, c)
	}
	r.ageAllocations(time.Hour)
	for _, c := range pinned {
		r.sendUnreachable(c)
	}
	permit(c, b)
	if !reaches(t, b, c) {
		t.Fatal("two others do not reach each other")
	}
	more := r.memberClient(t, "udp", "room", "a", false)
	for range 500 {
		if code := more.allocate(); code != stun.CodeAllocQuotaReached {
			t.Fatalf("one more was answered with %d", code)
		}
	}
	for _, who := range [][2]string{{"room", "b"}, {"room", "c"}, {"other", "d"}, {"other", "e"}} {
		for range each {
			if code := r.memberClient(t, "udp", who[0], who[1], false).allocate(); code != 0 &&
				r.countHeld(who[0], who[1]) < each {
				t.Errorf("%v was answered with %d", who, code)
			}
		}
	}
	if !reaches(t, b, c) {
		t.Error("two others do not reach each other any more")
	}
	r.ageAllocations(time.Hour)
	for range 5 * each { // the relay is full, and everything in it is idle
		if code := r.memberClient(t, "udp", "room", "a", false).allocate(); code != 0 &&
			code != stun.CodeAllocQuotaReached {
			t.Fatalf("one more was answered with %d", code)
		}
	}
	for _, who := range [][2]string{{"room", "a"}, {"room", "b"}, {"room", "c"}, {"other", "d"},
		{"other", "e"}} {
		if n := r.countHeld(who[0], who[1]); n != each {
			t.Errorf("%v has %d", who, n)
		}
	}
}

func (r *relay) countHeld(room, peer string) int { return len(r.Allocations(room, peer)) }

// TestGivingWayLeavesNothingBehind: timers, goroutines and tables are those of what is there,
// however often it changed.
func TestGivingWayLeavesNothingBehind(t *testing.T) {
	const each, times = 4, 400
	r := startRelay(t, func(c *Config) { c.Quotas.Peer = each })
	for range each {
		r.memberClient(t, "udp", "room", "a", true).permit()
	}
	before := runtime.NumGoroutine()
	for range times {
		r.ageAllocations(time.Hour)
		r.memberClient(t, "udp", "room", "a", true).permit()
	}
	if s := r.Stats(); s.Displaced != times || s.Allocations != each {
		t.Errorf("%d gave way, %d are there", s.Displaced, s.Allocations)
	}
	waitFor(t, "goroutines to end", func() bool { return runtime.NumGoroutine() <= before+each })
	table := r.table
	table.mu.RLock()
	defer table.mu.RUnlock()
	if n := table.sources[netip.MustParseAddr("127.0.0.1")]; n != each ||
		table.rooms["room"].allocations != each {
		t.Errorf("the source has %d, the room %d", n, table.rooms["room"].allocations)
	}
}

func TestOneFromAnotherSourceIsNoHelpWhenTheSourceIsFull(t *testing.T) {
	t.Parallel()
	r := startRelay(t, func(c *Config) { c.Quotas.Source = 1 })
	six := r.memberClient(t, "udp6", "room", "a", true)
	other := r.memberClient(t, "udp", "room", "b", true)
	r.ageAllocations(time.Hour)
	if code := r.memberClient(t, "udp", "room", "a",
		false).allocate(); code != stun.CodeAllocQuotaReached {
		t.Errorf("one more of the full source was answered with %d", code)
	}
	if !six.isThere() || !other.isThere() {
		t.Error("one gave way in vain, or to somebody else")
	}
	if code := r.memberClient(t, "udp6", "room", "a", false).allocate(); code != 0 {
		t.Errorf("one more of the other source was answered with %d", code)
	}
}

func TestWhoAsksAgainAndAgainIsNotSearchedThrough(t *testing.T) {
	t.Parallel()
	r := startRelay(t, func(c *Config) { c.Quotas.Peer = 1 })
	old, next := r.memberClient(t, "udp", "room", "a", true), r.memberClient(t, "udp", "room", "a",
		false)
	if code := next.allocate(); code != stun.CodeAllocQuotaReached {
		t.Fatalf("one more was answered with %d", code)
	}
	table := r.table
	table.mu.RLock()
	m := table.ports[uint16(old.relayed.Port)].member
	left := time.Duration(m.noneUnusedUntil - table.elapsed())
	table.mu.RUnlock()
	if left < unclaimedLife/2 || left > unclaimedLife {
		t.Errorf("the next search is due in %v", left)
	}
	r.ageAllocations(unclaimedLife)
	if code := next.allocate(); code != 0 {
		t.Errorf("when it was due, the answer was %d", code)
	}
}
