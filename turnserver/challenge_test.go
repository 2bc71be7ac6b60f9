package turnserver

import (
	"bytes"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/stun/v3"
)

// unauthenticated are requests of all kinds without a valid credential.
func unauthenticated(nonce stun.Nonce) map[string]*stun.Message {
	all := map[string]*stun.Message{"binding": stun.MustBuild(stun.TransactionID, stun.BindingRequest)}
	stranger := userName(time.Now().Add(time.Hour), "room", "peer")
	for _, method := range []stun.Method{stun.MethodAllocate, stun.MethodRefresh, stun.MethodCreatePermission, stun.MethodChannelBind} {
		kind := stun.NewType(method, stun.ClassRequest)
		for name, with := range map[string][]stun.Setter{
			"bare":                   {},
			"unsigned":               {transport(protocolUDP)},
			"with integrity only":    {stun.NewShortTermIntegrity("x")},
			"with a nonce only":      {nonce, stun.NewShortTermIntegrity("x")},
			"with a made-up nonce":   {stun.NewNonce("x"), stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of nobody":              {nonce, stun.NewUsername("nobody"), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of a stranger":          {nonce, stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of a stranger, printed": {nonce, stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x"), stun.Fingerprint},
		} {
			all[method.String()+" "+name] = stun.MustBuild(append([]stun.Setter{stun.TransactionID, kind}, with...)...)
		}
	}
	return all
}

func TestUnauthenticatedRepliesAreAtMostTwiceTheRequest(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp", "", "")
	if c.ask(stun.MethodAllocate, transport(protocolUDP)) == -1 {
		t.Fatal("no challenge")
	}
	answered := 0
	for what, m := range unauthenticated(c.nonce) {
		answer := c.exchangeWithin(m, 100*time.Millisecond)
		if answer == nil {
			continue
		}
		answered++
		t.Logf("%s: %d bytes for %d", what, len(answer.Raw), len(m.Raw))
		if len(answer.Raw) > 2*len(m.Raw) {
			t.Errorf("%s: %d bytes are answered with %d", what, len(m.Raw), len(answer.Raw))
		}
	}
	if answered < 14 {
		t.Errorf("only %d requests were answered, so little was measured", answered)
	}
}

func TestASourceGetsAtMostTwiceWhatItSent(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp6", "", "") // the reply to a bare Binding request is 44 bytes here, for 20
	request, sent, got := stun.MustBuild(stun.TransactionID, stun.BindingRequest), 0, 0
	for range 20 {
		sent += len(request.Raw)
		if answer := c.exchangeWithin(request, 20*time.Millisecond); answer != nil {
			got += len(answer.Raw)
		}
	}
	if got > 2*sent || got < sent {
		t.Errorf("%d bytes for %d", got, sent)
	}
}

func TestAStaleNonceIsReplaced(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	username, password, _ := r.Credentials("room", "a")
	one, other := r.raw(t, "udp", username, password), r.raw(t, "udp", username, password)
	ask := func(c *raw, nonce string) (code stun.ErrorCodeAttribute) {
		t.Helper()
		c.nonce = stun.NewNonce(nonce)
		m := c.exchange(c.signed(stun.MethodAllocate, transport(protocolUDP)))
		if m == nil || m.Type.Class != stun.ClassErrorResponse || code.GetFrom(m) != nil || c.nonce.GetFrom(m) != nil {
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
	for _, c := range []*raw{one, other} {
		if c.nonce = nil; c.ask(stun.MethodAllocate, transport(protocolUDP)) != 0 {
			t.Error("with the nonce of the challenge it did not go")
		}
	}
}

func TestANonceIsGoodForAnHourAndItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, from := newNonces(), netip.MustParseAddrPort("192.0.2.1:1000")
		nonce := make([]byte, nonceSize)
		n.put(nonce, from)
		for _, other := range []string{"192.0.2.1:1001", "192.0.2.2:1000", "[2001:db8::1]:1000", "[::c000:201]:1000"} {
			if n.good(nonce, netip.MustParseAddrPort(other)) {
				t.Errorf("it is good for %s", other)
			}
		}
		for i := range nonce {
			changed := bytes.Clone(nonce)
			changed[i] ^= 1
			if n.good(changed, from) {
				t.Errorf("%q is good", changed)
			}
		}
		time.Sleep(59 * time.Minute)
		if !n.good(nonce, from) {
			t.Error("it went stale too early")
		}
		time.Sleep(time.Minute)
		if n.good(nonce, from) {
			t.Error("it is good for more than an hour")
		}
	})
}

func TestASourceGetsOnlySoManyUnauthenticatedReplies(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp", "", "")
	buffer, replies := make([]byte, maxPacket), 0
	for range 3 * replyBurst {
		if _, err := c.conn.WriteTo(stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw, c.server); err != nil {
			t.Fatal(err)
		}
		_ = c.conn.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
		if _, _, err := c.conn.ReadFrom(buffer); err == nil {
			replies++
		}
	}
	if replies == 0 || replies > 2*replyBurst {
		t.Errorf("%d of %d requests were answered", replies, 3*replyBurst)
	}
	if r.Stats().Drops["limited"] == 0 {
		t.Error("and nothing was counted")
	}
}
