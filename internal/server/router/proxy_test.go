package router

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// TestOnlyAProxysFaultIsLogged: strangers can send what they like.
func TestOnlyAProxysFaultIsLogged(t *testing.T) {
	var log strings.Builder
	rt := &Router{TrustedProxy: netip.MustParsePrefix("192.0.2.0/24"),
		Log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, from := range []string{"198.51.100.7:1", "[2001:db8::1]:1"} {
		if tell(rt, from); log.Len() > 0 {
			t.Errorf("%s: it logged %q", from, log.String())
		}
	}
	for _, from := range []string{"192.0.2.9:1", "127.0.0.1:1", "[::1]:1", "[::ffff:192.0.2.9]:1"} {
		tell(rt, from)
	}
	if log.Len() == 0 || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("it logged %q", log.String())
	}
}

func tell(rt *Router, from string) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = from
	rt.answerFault(httptest.NewRecorder(), r, noUpgrade)
}
