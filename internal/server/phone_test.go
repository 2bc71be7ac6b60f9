package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

// TestATelephoneGatewayIsReachedOnlyWhereThereIsOne: through the whole server, behind a proxy.
func TestATelephoneGatewayIsReachedOnlyWhereThereIsOne(t *testing.T) {
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "the gateway")
	}))
	t.Cleanup(gateway.Close)
	at := strings.TrimPrefix(gateway.URL, "http://")
	with := servertest.Start(t, "-phone", at, "-trusted-proxy", "127.0.0.0/8").Public
	ask := func(server, path, from string) (int, string) {
		r, body := servertest.Get(t, server+path, func(r *http.Request) {
			r.Header.Set("X-Forwarded-For", from)
		})
		return r.StatusCode, body
	}
	for n := range 61 {
		want := http.StatusOK
		if n == 60 {
			want = http.StatusTooManyRequests
		}
		if code, text := ask(with, "/phone", "192.0.2.1"); code != want ||
			n == 0 && text != "the gateway" {
			t.Fatalf("question %d of one is answered with %d %q", n+1, code, text)
		}
	}
	if code, _ := ask(with, "/phone", "192.0.2.2"); code != http.StatusOK {
		t.Errorf("somebody else behind the proxy is answered with %d", code)
	}
	r, _ := servertest.Get(t, with+"/phone", func(r *http.Request) {
		r.Host, r.Header = "other.example", http.Header{"X-Forwarded-For": {"192.0.2.3"}}
	})
	if r.StatusCode == http.StatusOK {
		t.Error("the gateway answers under another name of the server")
	}
	if _, text := ask(with, "/about.json", "192.0.2.3"); !strings.Contains(text, `"phone":true`) {
		t.Errorf("pages are not told: %s", text)
	}
	without := servertest.Start(t).Public
	if code, text := ask(without, "/phone", "192.0.2.1"); code != http.StatusNotFound {
		t.Errorf("without a gateway: %d %q", code, text)
	}
	if _, text := ask(without, "/about.json", "192.0.2.1"); strings.Contains(text, "phone") {
		t.Errorf("pages are told of a gateway that is not there: %s", text)
	}
}
