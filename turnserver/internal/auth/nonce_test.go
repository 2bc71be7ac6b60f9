package auth

import (
	"bytes"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestANonceIsGoodForAnHourAndItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, from := NewNonces(), netip.MustParseAddrPort("192.0.2.1:1000")
		nonce := make([]byte, NonceSize)
		n.WriteNonce(nonce, from)
		for _, other := range []string{"192.0.2.1:1001", "192.0.2.2:1000", "[2001:db8::1]:1000",
			"[::c000:201]:1000"} {
			if n.IsValid(nonce, netip.MustParseAddrPort(other)) {
				t.Errorf("it is good for %s", other)
			}
		}
		for i := range nonce {
			changed := bytes.Clone(nonce)
			changed[i] ^= 1
			if n.IsValid(changed, from) {
				t.Errorf("%q is good", changed)
			}
		}
		if NewNonces().IsValid(nonce, from) {
			t.Error("it is good for another relay")
		}
		time.Sleep(59 * time.Minute)
		if !n.IsValid(nonce, from) {
			t.Error("it went stale too early")
		}
		time.Sleep(time.Minute)
		if n.IsValid(nonce, from) {
			t.Error("it is good for more than an hour")
		}
	})
}
