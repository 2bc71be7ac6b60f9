package lookback_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"einmal/internal/lookback"
)

// ask has a handler look at an address.
func ask(t *testing.T, h http.Handler, from, method string, header http.Header) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, lookback.Path, nil)
	r.RemoteAddr = from
	for name, values := range header {
		r.Header[name] = values
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code, answer.Body.String()
}

func TestWhoMayBeLookedAt(t *testing.T) {
	public, local := lookback.New(true), lookback.New(false)
	for _, ip := range []string{"9.9.9.9", "2620:fe::fe", "2a01:4f8::1"} {
		if a := netip.MustParseAddr(ip); !lookback.MayLook(public, a) ||
			lookback.MayLook(local, a) {
			t.Errorf("%s is taken for no public address", ip)
		}
	}
	for _, ip := range []string{"10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
		"100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1",
		"203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "127.0.0.1",
		"::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
		"2001::1", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b:1::1", "3fff::1", "100::1",
		"::a00:1"} {
		a := netip.MustParseAddr(ip)
		if lookback.MayLook(public, a) {
			t.Errorf("a public server looks at %s", ip)
		}
		if lookback.MayLook(local, a) != a.IsLoopback() {
			t.Errorf("a server on this machine alone: %s", ip)
		}
	}
}

func TestAPublicServerConnectsToNoPrivateAddress(t *testing.T) {
	l := newListener(t)
	public := lookback.NewAt(true, l.port)
	for _, from := range []string{l.Addr().String(), "[::ffff:127.0.0.1]:9", "[::1%lo]:9", "pipe",
		""} {
		if status, text := ask(t, public, from, http.MethodPost, nil); status !=
			http.StatusForbidden || !strings.HasPrefix(text, "not-public: ") {
			t.Errorf("%s: %d %s", from, status, text)
		}
	}
	l.nobodyHasCome(t)
}

func TestNoPageHasItsVisitorsLookedAt(t *testing.T) {
	l := newListener(t)
	h := lookback.NewAt(false, l.port)
	if status, _ := ask(t, h, l.Addr().String(), http.MethodPost,
		http.Header{"Origin": {"https://evil.example"}}); status != http.StatusForbidden {
		t.Errorf("with an origin: %d", status)
	}
	if status, _ := ask(t, h, l.Addr().String(), http.MethodGet,
		nil); status != http.StatusMethodNotAllowed {
		t.Errorf("GET, as an image asks: %d", status)
	}
	l.nobodyHasCome(t)
}

func TestASourceHasOnePlaceAndAllTogetherEight(t *testing.T) {
	h, now := lookback.New(true), time.Now()
	leave := map[string]func(){}
	take := func(ip string, want bool) {
		t.Helper()
		leaves, ok := lookback.TakePlace(h, netip.MustParseAddr(ip), now)
		if ok != want {
			t.Errorf("%s: %v", ip, ok)
		} else if ok {
			leave[ip] = leaves
		}
	}
	take("2a01:4f8:1::1", true)
	take("2a01:4f8:1:ffff::2", false)
	take("2a01:4f8:2::1", true)
	for i := range lookback.MostLooks - 2 {
		take("9.9.9."+strconv.Itoa(i), true)
	}
	take("9.9.9.200", false)
	leave["9.9.9.0"]()
	take("9.9.9.0", false) // not yet
	take("9.9.9.200", false)
	now = now.Add(lookback.PlaceTime)
	take("9.9.9.200", true)
	take("9.9.9.1", false) // which is looked at still, however long it takes
	now = now.Add(time.Hour)
	take("9.9.9.1", false)
}

// TestWhoIsLookedAtIsNotLookedAtOnceMore as long as it takes.
func TestWhoIsLookedAtIsNotLookedAtOnceMore(t *testing.T) {
	l := newListener(t)
	h := lookback.NewAt(false, l.port)
	done := make(chan int)
	go func() {
		status, _ := ask(t, h, "127.0.0.1:1", http.MethodPost, nil)
		done <- status
	}()
	c := <-l.came
	if status, text := ask(t, h, "127.0.0.1:2", http.MethodPost, nil); status !=
		http.StatusTooManyRequests || !strings.HasPrefix(text, "busy: ") {
		t.Errorf("%d %s", status, text)
	}
	if status, _ := ask(t, h, "127.0.0.2:2", http.MethodPost, nil); status != http.StatusOK {
		t.Errorf("another source: %d", status)
	}
	c.Close()
	if status := <-done; status != http.StatusOK {
		t.Errorf("%d", status)
	}
}
