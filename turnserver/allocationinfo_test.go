package turnserver

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// untold are the fields of what the relay holds about a peer that Allocations does not tell, with
// the reason.
var untold = map[string]string{
	"room.tag":     "random, and the client has it in its user name",
	"member.tag":   "random, and the client has it in its user name",
	"room.members": "the peers themselves", "room.tags": "the peers themselves",
	"room.allocations":     "a sum over all peers, for the quota",
	"room.bandwidthBucket": "what the whole room may have relayed in this second",
	"room.trafficBucket":   "what the whole room may have relayed today",
	"member.requestBucket": "how many requests it may send now",
	"member.room":          "what the caller asks by",
	"member.noneUnusedUntil": "when it is worth while to look again for an allocation that gives " +
		"way",
	"member.release": "a timer of at most 32 s", "member.retired": "whoever is, is found no more",
	"allocation.table": "the relay itself",
	"allocation.done":  "how the allocation runs", "allocation.expiry": "how the allocation runs",
	"allocation.transport": "the server's socket on which the client comes",
	"allocation.member":    "whom the caller asks about",
}

// toldFields pairs each other field with what is told of it.
func toldFields(a *allocation, t Allocation) map[string][2]any {
	return map[string][2]any{
		"member.allocations": {a.member.allocations[a], struct{}{}},
		"allocation.port":    {a.port, t.Relayed.Port()}, "allocation.from": {a.from, t.Client},
		"allocation.client": {strings.Contains(reflect.TypeOf(a.client).String(), "udpClient"),
			t.Transport == "udp"},
		"allocation.expires":   {a.expires, t.Expires},
		"allocation.permitted": {a.permitted, t.Permitted},
		"allocation.channels":  {len(a.channels), t.Channels},
		"allocation.lastSent":  {a.table.start.Add(time.Duration(a.lastSent.Load())), t.Sent},
	}
}

// TestWhatTheRelayHoldsIsTold compares it with the relay's own memory, and looks that nothing in it
// was forgotten.
func TestWhatTheRelayHoldsIsTold(t *testing.T) {
	r := startRelay(t, nil)
	other := r.joinRoom(t, "udp", "room", "b")
	r.joinRoom(t, "udp", "another room", "a")
	names := map[string]bool{}
	for _, network := range []string{"udp", "tcp", "tls"} {
		conn := r.joinRoom(t, network, "room", "a")
		permit(conn, other)
		r.compare(t, conn.LocalAddr().String(), network, names)
		_ = conn.Close()
	}
	for _, held := range []reflect.Type{reflect.TypeFor[room](), reflect.TypeFor[member](),
		reflect.TypeFor[allocation]()} {
		for i := range held.NumField() {
			name := held.Name() + "." + held.Field(i).Name
			if names[name] == (untold[name] != "") {
				t.Errorf("%s: tell it, or put it into the list with the reason why not", name)
			}
		}
	}
	for _, nobody := range [][2]string{{"no room", "a"}, {"room", "nobody"}} {
		if held := r.Allocations(nobody[0], nobody[1]); held != nil {
			t.Errorf("%v has %v", nobody, held)
		}
	}
}

// compare looks at one relayed address, and notes the names of the fields that were told.
func (r *relay) compare(t *testing.T, relayed, network string, names map[string]bool) {
	t.Helper()
	held := r.Allocations("room", "a")
	i := slices.IndexFunc(held,
		func(a Allocation) bool { return a.Relayed == netip.MustParseAddrPort(relayed) })
	if i < 0 || held[i].Transport != network ||
		held[i].Client.Addr() != netip.MustParseAddr("127.0.0.1") {
		t.Fatalf("%s is not among %+v", relayed, held)
	}
	r.table.mu.RLock()
	defer r.table.mu.RUnlock()
	for name, pair := range toldFields(r.table.ports[held[i].Relayed.Port()], held[i]) {
		names[name] = true
		if pair[0] != pair[1] {
			t.Errorf("%s over %s: held is %v, told is %v", name, network, pair[0], pair[1])
		}
	}
}
