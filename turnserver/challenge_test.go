package turnserver

import (
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/ratelimit"

	"github.com/pion/stun/v3"
)

// unauthenticated are requests of all kinds without a valid credential.
func unauthenticated(nonce stun.Nonce) map[string]*stun.Message {
	all := map[string]*stun.Message{"binding": stun.MustBuild(stun.TransactionID,
		stun.BindingRequest)}
	stranger := auth.Username(time.Now().Add(time.Hour), "room", "peer")
	for _, method := range []stun.Method{stun.MethodAllocate, stun.MethodRefresh,
		stun.MethodCreatePermission, stun.MethodChannelBind} {
		kind := stun.NewType(method, stun.ClassRequest)
		for name, with := range map[string][]stun.Setter{
			"bare":                {},
			"unsigned":            {requestedTransport(protocolUDP)},
			"with integrity only": {stun.NewShortTermIntegrity("x")},
			"with a nonce only":   {nonce, stun.NewShortTermIntegrity("x")},
			"with a made-up nonce": {stun.NewNonce("x"), stun.NewUsername(stranger),
				stun.NewRealm(auth.Realm), stun.NewShortTermIntegrity("x")},
			"of nobody": {nonce, stun.NewUsername("nobody"), stun.NewRealm(auth.Realm),
				stun.NewShortTermIntegrity("x")},
			"of a stranger": {nonce, stun.NewUsername(stranger), stun.NewRealm(auth.Realm),
				stun.NewShortTermIntegrity("x")},
			"of a stranger, printed": {nonce, stun.NewUsername(stranger), stun.NewRealm(auth.Realm),
				stun.NewShortTermIntegrity("x"), stun.Fingerprint},
		} {
			all[method.String()+" "+name] = stun.MustBuild(append([]stun.Setter{stun.TransactionID,
				kind}, with...)...)
		}
	}
	return all
}

// Whoever gets them may be somebody else than the sender: at no time more than twice of what came
// in his name.
func TestUnauthenticatedRepliesAreAtMostTwiceTheRequest(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "udp6", "dual", "plain"} {
		t.Run(network, func(t *testing.T) {
			c := startRelay(t, nil).rawClient(t, network, "", "")
			c.nonce = make(stun.Nonce, auth.NonceSize)
			c.relay.table.nonces.WriteNonce(c.nonce, addrPort(c.conn.LocalAddr()))
			// over IPv6, 44 bytes for 20
			binding := stun.MustBuild(stun.TransactionID, stun.BindingRequest)
			sent, got, answered := 0, 0, 0
			ask := func(what string, m *stun.Message) {
				sent += len(m.Raw)
				answer := c.roundTrip(m)
				if answer == nil {
					return
				}
				answered++
				got += len(answer.Raw)
				t.Logf("%s: %d bytes for %d", what, len(answer.Raw), len(m.Raw))
				if got > 2*sent {
					t.Errorf("after %s: %d bytes for %d", what, got, sent)
				}
			}
			for range 20 {
				ask("Binding", binding)
			}
			if answered < 10 || c.relay.Stats().Drops["limited"] == 0 && network == "udp6" {
				t.Errorf("%d of 20 requests were answered, so little was measured", answered)
			}
			for what, m := range unauthenticated(c.nonce) {
				ask(what, m)
			}
			if answered < 10+14 {
				t.Errorf("only %d requests were answered, so little was measured", answered)
			}
		})
	}
}

// Nothing is sent again over a stream: what is not answered at once never is.
func TestOverAStreamTheShortestRequestIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	c := startRelay(t, nil).rawClient(t, "tls6", "", "")
	for range 3 {
		if c.roundTrip(stun.MustBuild(stun.TransactionID, stun.BindingRequest)) == nil {
			t.Error("no answer")
		}
	}
}

func TestAStaleNonceIsReplaced(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	username, password, _ := r.Credentials("room", "a")
	one, other := r.rawClient(t, "udp", username, password), r.rawClient(t, "udp", username,
		password)
	ask := func(c *rawClient, nonce string) (code stun.ErrorCodeAttribute) {
		t.Helper()
		c.nonce = stun.NewNonce(nonce)
		m := c.roundTrip(c.signedRequest(stun.MethodAllocate, requestedTransport(protocolUDP)))
		if m == nil || m.Type.Class != stun.ClassErrorResponse || code.GetFrom(m) != nil ||
			c.nonce.GetFrom(m) != nil {
			t.Fatalf("the answer was %v", m)
		}
		return code
	}
	if code := ask(one, "made up"); code.Code != stun.CodeStaleNonce {
		t.Errorf("a made-up nonce was answered with %d", code.Code)
	}
	if code := ask(other, one.nonce.String()); code.Code != stun.CodeStaleNonce {
		t.Errorf("somebody else's nonce was answered with %d", code.Code)
	}
	for _, c := range []*rawClient{one, other} {
		if c.nonce = nil; c.request(stun.MethodAllocate, requestedTransport(protocolUDP)) != 0 {
			t.Error("with the nonce of the challenge it did not go")
		}
	}
}

func TestASourceGetsOnlySoManyUnauthenticatedReplies(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.rawClient(t, "udp", "", "")
	replies, began := 0, time.Now()
	for range 3 * ratelimit.ResponseBurst {
		if c.roundTrip(stun.MustBuild(stun.TransactionID, stun.BindingRequest)) != nil {
			replies++
		}
	}
	if most := ratelimit.ResponseBurst + int(
		time.Since(began).Seconds()*ratelimit.ResponsesPerSecond) + 2; replies < ratelimit.ResponseBurst || replies > most {
		t.Errorf("%d of %d requests were answered, and %d may be", replies,
			3*ratelimit.ResponseBurst,
			most)
	}
	if r.Stats().Drops["limited"] == 0 {
		t.Error("and nothing was counted")
	}
}
