package probe

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestNothingCountsThatStaysWithinOneMachine(t *testing.T) {
	all := []string{"server", "websocket", "room", "access", "relay-udp-ipv4", "relay-tcp-ipv6",
		"call"}
	for code, bad := range map[string]string{"no-server": "server websocket",
		"no-websocket": "websocket", "no-room": "access", "no-call": "call",
		"no-relay": "relay-udp-ipv4 relay-tcp-ipv6", "works-without-udp": "relay-udp-ipv4",
		"works": "", "same-machine": "nowhere else"} {
		p := &probe{}
		for _, name := range all {
			p.report.Checks = append(p.report.Checks, Check{Code: name,
				OK: !strings.Contains(bad, name), StaysHere: code == "same-machine"})
		}
		p.judge()
		if r := p.report; r.Code != code || r.Works != strings.HasPrefix(code, "works") ||
			r.Summary == "" {
			t.Errorf("without %q: %s, %t, %q", bad, r.Code, r.Works, r.Summary)
		}
	}
	p := &probe{report: Report{Checks: []Check{{Code: "server", OK: true},
		{Code: "websocket", OK: true}, {Code: "stun-udp-ipv4", OK: true}}}}
	if p.judge(); p.report.Code != "not-tried" || p.report.Works {
		t.Errorf("without a room to try in: %s", p.report.Code)
	}
}

func TestAddressesAreComparedAcrossDestinations(t *testing.T) {
	at := netip.MustParseAddrPort
	own, mapped, other := at("10.0.0.2:5000"), at("192.0.2.1:6000"), at("192.0.2.1:6001")
	for want, seen := range map[string][]netip.AddrPort{"none": {own, own}, "same": {mapped,
		mapped}, "different": {mapped, other}, "unknown": {mapped}} {
		if found, err := judgeMapping(own, seen); err != nil || found.result != want {
			t.Errorf("%v gives %q, want %q: %v", seen, found.result, want, err)
		}
	}
	if _, err := judgeMapping(own, nil); err == nil {
		t.Error("nobody answers, and that is good")
	}
}

func TestACallsWorthOfPacketsHasToComeBack(t *testing.T) {
	for _, back := range []int{0, packets - mostLost - 1, packets - mostLost, packets} {
		text, err := describeTrips(make([]time.Duration, back))
		if want := back >= packets-mostLost; (err == nil) != want {
			t.Errorf("%d of %d: %q, %v", back, packets, text, err)
		}
	}
}
