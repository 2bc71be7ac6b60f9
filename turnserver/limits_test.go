package turnserver

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"einmal/turnserver/internal/ratelimit"
)

// countRequests tells how many requests from a client pass before one is too many.
func (tr *transport) countRequests(from netip.AddrPort) (n int) {
	for n < 1_000_000 && tr.mayRequest(from) {
		n++
	}
	return n
}

func TestRequestsHaveAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr, members, _ := twoAllocations() // at one source
		member := int(memberRequests.Rate * int64(memberRequests.Holds/time.Second))
		source := int(sourceRequests.Rate * int64(sourceRequests.Holds/time.Second))
		newcomer := netip.AddrPortFrom(members[0].Addr(), 2000)
		elsewhere := netip.MustParseAddrPort("198.51.100.1:1000")
		for _, step := range []struct {
			what  string
			after time.Duration
			from  netip.AddrPort
			n     int
		}{
			{"of a member", 0, members[0], member},
			{"of the same at once", 0, members[0], 0},
			{"of another member", 0, members[1], member},
			{"of the first, a second later", time.Second, members[0], int(memberRequests.Rate)},
			{"of somebody else there", 0, newcomer,
				source - 2*member + int(sourceRequests.Rate-memberRequests.Rate)},
			{"of the member whose source has no more", 0, members[2], 0},
			{"from elsewhere", 0, elsewhere, source},
			{"of a member, a minute later", time.Minute, members[0], member},
		} {
			time.Sleep(step.after)
			if n := tr.countRequests(step.from); n != step.n {
				t.Errorf("%s %d passed instead of %d", step.what, n, step.n)
			}
		}
	})
}

// TestWhoLeavesAndComesBackHasNoFullBudget: on a relay for any room, where somebody is forgotten
// with the last allocation.
func TestWhoLeavesAndComesBackHasNoFullBudget(t *testing.T) {
	tr, _, _ := twoAllocations()
	table := tr.table
	for _, b := range []func(*member) *ratelimit.Bucket{
		func(m *member) *ratelimit.Bucket { return m.requestBucket },
		func(m *member) *ratelimit.Bucket { return m.room.bandwidthBucket },
		func(m *member) *ratelimit.Bucket { return m.room.trafficBucket },
	} {
		var before *ratelimit.Bucket
		for range 2 {
			table.mu.Lock()
			m := table.findOrAddMember(identity{roomTag: "any", peerTag: "one"})
			other := table.addMember(m.room, "two", "two")
			if before == nil {
				before = b(m)
			}
			if b(m) != before || m.requestBucket == other.requestBucket ||
				m.requestBucket == m.room.bandwidthBucket ||
				m.room.bandwidthBucket == m.room.trafficBucket {
				t.Error("it is another one, or the same as another")
			}
			delete(m.room.members, "two")
			table.forgetIdleMember(m)
			table.mu.Unlock()
		}
	}
}

func TestWhatIsRelayedHasATotalAndATraffic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr, _, _ := twoAllocations()
		rooms := []*room{tr.table.rooms["room"], tr.table.rooms["other"]}
		passes := func(r *room, payload int) (n int, reason dropReason) {
			for ; reason == 0; n++ {
				reason = tr.table.limits.mayPass(r, payload, tr.table.elapsed())
			}
			return n - 1, reason
		}
		expect := func(what string, r *room, payload, count int, why dropReason) {
			t.Helper()
			if n, reason := passes(r, payload); n != count || reason != why {
				t.Errorf("%s %d passed instead of %d, then it was %q", what, n, count,
					dropNames[reason])
			}
		}
		tr.table.limits.configure(Quotas{Bandwidth: 30_000, TotalBandwidth: 40_000})
		expect("of a room", rooms[0], 1000-packetHeaders, 30, dropOverRate)
		expect("of another", rooms[1], 1000-packetHeaders, 10, dropOverTotal)
		time.Sleep(time.Second)
		expect("of empty ones", rooms[0], 0, 60, dropOverRate)
		time.Sleep(time.Second)

		const day, room = 864_000 * 1000, 86_400 * 1000
		tr.table.limits.configure(Quotas{Bandwidth: 1 << 40, TotalBandwidth: 1 << 40, Traffic: day})
		expect("of a room in a day", rooms[0], 100_000-packetHeaders, room/100_000, dropOverTraffic)
		for i := range 9 {
			other := tr.table.addRoom(string(rune('0'+i)), string(rune('0'+i)))
			expect("of one of nine others", other, 100_000-packetHeaders, room/100_000,
				dropOverTraffic)
		}
		expect("of the eleventh", rooms[1], 100_000-packetHeaders, 0, dropOverTraffic)
		time.Sleep(time.Hour)
		expect("of a room an hour later", rooms[0], 100_000-packetHeaders, room/24/100_000,
			dropOverTraffic)
	})
}
