package turnserver

import (
	"fmt"
	"testing"
	"time"
)

func TestWhoComesBackGivesBackWhatWasSilent(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "tcp"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			silent := r.memberClient(t, network, "room", "a", true)
			silent.permit() // renewing it is no sign of use
			r.ageAllocations(10 * time.Second)
			younger := r.memberClient(t, network, "room", "a", true)
			used := r.memberClient(t, network, "room", "a", true)
			other := r.memberClient(t, network, "room", "b", true)
			elsewhere := r.memberClient(t, network, "other room", "a", true)
			r.ageAllocations(20 * time.Second)
			r.ReleaseSilent("room", "a")
			r.ReleaseSilent("room", "nobody")
			r.ReleaseSilent("no room", "a")
			if silent.isThere() {
				t.Error("what was silent for 30 s is there")
			}
			for name, c := range map[string]*rawClient{"silent for 20 s": younger,
				"another's": other, "in another room": elsewhere} {
				if !c.isThere() {
					t.Errorf("it is gone: %s", name)
				}
			}
			r.ageAllocations(10 * time.Second)
			r.sendUnreachable(used)
			r.ReleaseSilent("room", "a")
			if younger.isThere() || !used.isThere() || !other.isThere() {
				t.Errorf("after more silence the silent one is there is %t, the used one %t, "+
					"another's %t", younger.isThere(), used.isThere(), other.isThere())
			}
		})
	}
}

// TestWhatWasInUseBeforeIsGivenBackLater: the second release, as its timer does it.
func TestWhatWasInUseBeforeIsGivenBackLater(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	before := r.memberClient(t, "udp", "room", "a", true)
	r.ReleaseSilent("room", "a")
	r.table.mu.Lock()
	m := r.table.rooms["room"].members["a"]
	armed := m.release != nil && m.release.Reset(50*time.Millisecond)
	r.table.mu.Unlock()
	if !armed || !before.isThere() {
		t.Fatalf("the second release is set is %t", armed)
	}
	r.ageAllocations(silentLife)
	waitFor(t, "the second release", func() bool { return r.Stats().Allocations == 0 })
	r.ReleaseSilent("room", "a")
	r.RemovePeer("room", "a")
	if m.release.Stop() {
		t.Error("a timer is left of somebody who was removed")
	}
}

// TestManyChangesOfNetworkFillNoQuota: a member moves 20 times, 5 s apart, with ten allocations each
// time.
func TestManyChangesOfNetworkFillNoQuota(t *testing.T) {
	t.Parallel()
	const each, pause = 10, 5 * time.Second
	r := startRelay(t, func(c *Config) { c.Quotas.Peer = 10 * each })
	most := 0
	for range 20 {
		r.ageAllocations(pause)
		r.ReleaseSilent("room", "a")
		for range each {
			c := r.memberClient(t, "udp", "room", "a", false)
			if code := c.allocate(); code != 0 {
				t.Fatal(fmt.Errorf("allocating was answered with %d", code))
			}
		}
		most = max(most, r.Stats().Allocations)
	}
	if longest := int(silentLife/pause) * each; most > longest || r.Stats().Displaced > 0 {
		t.Errorf("it held %d, want at most %d; %d gave way", most, longest, r.Stats().Displaced)
	}
}
