package audit

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"testing"

	"einmal/internal/peer"
	"einmal/internal/server/servertest"
)

// serverAnswer is what a server says that it holds about somebody (docs/protocol.md, 3.3).
type serverAnswer struct {
	Address, SID, Key, Role, Handle, HostKey string
	Seats, Members, Waiting                  int
	Source                                   struct{ Sockets, Attempts, Knocks int }
	Relay                                    struct {
		Allocations []struct{ Transport, Address, Relayed string }
	}
}

// TestTheServerHoldsWhatTheClientKnowsOfItself: what it says is what the client itself knows of its
// connections.
func TestTheServerHoldsWhatTheClientKnowsOfItself(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	origin := servertest.Start(t).Public
	for _, route := range routesOfRound {
		c, err := holdCall(t.Context(), newLinkOn(origin), route)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.leaveAndEnd)
		for i, call := range []*peer.Call{c.host, c.guest} {
			checkAnswer(t, route, call, c.serverAnswers[i], []string{"host", "guest"}[i])
		}
	}
}

func checkAnswer(t *testing.T, route peer.Route, call *peer.Call, text []byte, role string) {
	t.Helper()
	var k serverAnswer
	if err := json.Unmarshal(text, &k); err != nil {
		t.Fatal(err)
	}
	is := func(name, told string) {
		t.Helper()
		own := func(trace peer.Trace) bool {
			return trace.Name == name && (string(trace.Value) == told ||
				base64.RawURLEncoding.EncodeToString(trace.Value) == told)
		}
		if !slices.ContainsFunc(call.Traces(), own) {
			t.Errorf("%s, %s: the server says %q, which is not the %s", route, role, told, name)
		}
	}
	is("signalling address", k.Address)
	is("sid", k.SID)
	is("key of the join", k.Key)
	if role == "host" {
		is("host key", k.HostKey)
	}
	for _, a := range k.Relay.Allocations {
		is("address at the relay", a.Address)
		if want := map[peer.Route]string{peer.RelayUDP: "udp",
			peer.RelayTCP: "tcp"}[route]; want != "" && a.Transport != want {
			t.Errorf("%s, %s: %+v", route, role, a)
		}
	}
	if k.Role != role || k.Seats != 2 || k.Members != 2 || k.Waiting != 0 || len(k.Handle) != 10 ||
		len(k.Relay.Allocations) == 0 {
		t.Errorf("%s, %s: %+v", route, role, k)
	}
	if s := k.Source; s.Sockets != 1 || s.Attempts < 1 || (s.Knocks == 1) != (role == "guest") {
		t.Errorf("%s, %s: %+v", route, role, s)
	}
}
