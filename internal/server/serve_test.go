package server_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

// TestThePageIsTheSameForEverybody: a mail scanner may fetch a link as often as it likes.
func TestThePageIsTheSameForEverybody(t *testing.T) {
	p := servertest.Start(t)
	var headers http.Header
	for i := range 100 {
		answer, body := servertest.Get(t, p.Public+"/", nil)
		if answer.StatusCode != http.StatusOK || body != servertest.Page {
			t.Fatalf("answer %d: status %d, %q", i, answer.StatusCode, body)
		}
		answer.Header.Del("Date")
		if headers == nil {
			headers = answer.Header
		}
		var first, now bytes.Buffer
		headers.Write(&first)
		answer.Header.Write(&now)
		if first.String() != now.String() {
			t.Fatalf("answer %d has other headers:\n%s\n%s", i, first.String(), now.String())
		}
	}
	if headers.Get("Set-Cookie") != "" || headers.Get("Server") != "" {
		t.Error("a cookie, or the name of the server")
	}
	if headers.Get("Cache-Control") != "no-store" ||
		!strings.Contains(headers.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the headers of the page are lost: %v", headers)
	}
	if answer, body := servertest.Get(t, p.Public+"/assets/test-1.js",
		nil); answer.StatusCode != http.StatusOK || body != servertest.Asset {
		t.Errorf("the asset: status %d, %q", answer.StatusCode, body)
	}
	if err := p.Stop(); err != nil || p.Log() != "" {
		t.Errorf("ended with %v, said %q", err, p.Log())
	}
}

func TestAnotherHostIsSentToThePublicAddress(t *testing.T) {
	p := servertest.Start(t)
	for name, test := range map[string]struct{ host, path, location string }{
		"the IP address":               {p.Address, "/", p.Public + "/"},
		"a name that was pointed here": {"evil.example", "/", p.Public + "/"},
		"an asset": {p.Address, "/assets/test-1.js?a=b", p.Public +
			"/assets/test-1.js"},
		"a path that looks like a host": {p.Address, "//evil.example/", p.Public +
			"//evil.example/"},
		"a path that looks like a header": {p.Address, "/a%0d%0aSet-Cookie:b", p.Public +
			"/a%0d%0aSet-Cookie:b"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := servertest.Get(t, "http://"+
				p.Address+test.path, func(r *http.Request) { r.Host = test.host })
			if answer.StatusCode != http.StatusPermanentRedirect ||
				answer.Header.Get("Location") != test.location+"?redirected" {
				t.Errorf("status %d to %q", answer.StatusCode, answer.Header.Get("Location"))
			}
			if !strings.HasPrefix(body, "other-host: ") ||
				answer.Header.Get("Cache-Control") != "no-store" || len(answer.Cookies()) > 0 {
				t.Errorf("%q, %v", body, answer.Header)
			}
		})
	}
	// The signalling looks at Origin, not at Host.
	answer, body := servertest.Get(t, "http://"+p.Address+
		"/signal", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") })
	if answer.StatusCode == http.StatusPermanentRedirect || answer.StatusCode < 400 {
		t.Errorf("signalling: status %d, %q", answer.StatusCode, body)
	}
}

func TestAPublicServerAnswersToItsNameOnly(t *testing.T) {
	p := servertest.Start(t, "-public-url", "https://call.example")
	answer, body := servertest.Get(t, "http://"+
		p.Address, func(r *http.Request) { r.Host = "call.example" })
	if answer.StatusCode != http.StatusOK || body != servertest.Page {
		t.Errorf("by its name: status %d, %q", answer.StatusCode, body)
	}
	answer, _ = servertest.Get(t, "http://"+p.Address, nil)
	if answer.StatusCode != http.StatusPermanentRedirect ||
		answer.Header.Get("Location") != "https://call.example/?redirected" {
		t.Errorf("by its address: status %d to %q", answer.StatusCode,
			answer.Header.Get("Location"))
	}
	if !strings.Contains(p.Said, "can be created by nobody") {
		t.Errorf("it does not say who may create rooms: %q", p.Said)
	}
}

func TestTheRelayAnswersOnTheSameNumber(t *testing.T) {
	p := servertest.Start(t)
	for _, network := range []string{"udp", "tcp"} {
		if !servertest.RefusesAllocate(t, servertest.Dial(t, network, p.Address)) {
			t.Errorf("no relay over %s", network)
		}
	}
}
