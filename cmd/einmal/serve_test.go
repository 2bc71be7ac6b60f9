package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func get(t *testing.T, url string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(request)
	}
	answer, err := http.DefaultTransport.RoundTrip(request) // follows no redirect
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// TestThePageIsTheSameForEverybody: a mail scanner may fetch a link as often as it likes.
func TestThePageIsTheSameForEverybody(t *testing.T) {
	p := startProgram(t, t.TempDir())
	var headers http.Header
	for i := range 100 {
		answer, body := get(t, p.public+"/", nil)
		if answer.StatusCode != http.StatusOK || body != testPage {
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
	if answer, body := get(t, p.public+"/assets/test-1.js",
		nil); answer.StatusCode != http.StatusOK || body != testAsset {
		t.Errorf("the asset: status %d, %q", answer.StatusCode, body)
	}
	if _, err := p.stop(syscall.SIGTERM); err != nil || p.stderr.Len() > 0 {
		t.Errorf("ended with %v, said %q", err, p.stderr.String())
	}
}

func TestAnotherHostIsSentToThePublicAddress(t *testing.T) {
	p := startProgram(t, t.TempDir())
	for name, test := range map[string]struct{ host, path, location string }{
		"the IP address":               {p.address, "/", p.public + "/"},
		"a name that was pointed here": {"evil.example", "/", p.public + "/"},
		"an asset": {p.address, "/assets/test-1.js?a=b", p.public +
			"/assets/test-1.js"},
		"a path that looks like a host": {p.address, "//evil.example/", p.public +
			"//evil.example/"},
		"a path that looks like a header": {p.address, "/a%0d%0aSet-Cookie:b", p.public +
			"/a%0d%0aSet-Cookie:b"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := get(t, "http://"+
				p.address+test.path, func(r *http.Request) { r.Host = test.host })
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
	answer, body := get(t, "http://"+p.address+
		"/signal", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") })
	if answer.StatusCode == http.StatusPermanentRedirect || answer.StatusCode < 400 {
		t.Errorf("signalling: status %d, %q", answer.StatusCode, body)
	}
}

func TestAPublicServerAnswersToItsNameOnly(t *testing.T) {
	p := startProgram(t, t.TempDir(), "-public-url", "https://call.example")
	answer, body := get(t, "http://"+p.address, func(r *http.Request) { r.Host = "call.example" })
	if answer.StatusCode != http.StatusOK || body != testPage {
		t.Errorf("by its name: status %d, %q", answer.StatusCode, body)
	}
	answer, _ = get(t, "http://"+p.address, nil)
	if answer.StatusCode != http.StatusPermanentRedirect ||
		answer.Header.Get("Location") != "https://call.example/?redirected" {
		t.Errorf("by its address: status %d to %q", answer.StatusCode,
			answer.Header.Get("Location"))
	}
	if !strings.Contains(p.stdout, "can be created by nobody") {
		t.Errorf("it does not say who may create rooms: %q", p.stdout)
	}
}

func TestTheRelayAnswersOnTheSameNumber(t *testing.T) {
	p := startProgram(t, t.TempDir())
	for _, network := range []string{"udp", "tcp"} {
		if !refusesAllocate(t, dialTo(t, network, p.address)) {
			t.Errorf("no relay over %s", network)
		}
	}
}

func readToEnd(c *websocket.Conn) error {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return err
		}
	}
}

// TestASignalEndsItInTime though somebody holds every kind of connection open.
func TestASignalEndsItInTime(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			p := startProgram(t, t.TempDir())
			socket := dialPage(t, p)
			for _, say := range []string{"", "GET / HTTP/1.1\r\nHost: ", "\x00\x03"} {
				c, err := net.Dial("tcp", p.address)
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				if _, err := io.WriteString(c, say); err != nil {
					t.Fatal(err)
				}
			}
			get(t, p.public+"/", nil) // so that the connections before it have arrived
			took, err := p.stop(signal)
			if err != nil || took > 5*time.Second {
				t.Errorf("%v after %v", err, took)
			}
			if p.stderr.Len() > 0 {
				t.Errorf("it said %q", p.stderr.String())
			}
			if !websocket.IsCloseError(readToEnd(socket), websocket.CloseGoingAway) {
				t.Error("the WebSocket was not told goodbye")
			}
		})
	}
}
