package proxytest

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

// TestBehindEachProxy: the page, the sockets, the relay beside it, and who counts as whom.
func TestBehindEachProxy(t *testing.T) {
	for _, p := range Proxies {
		t.Run(p.Program, func(t *testing.T) {
			s := p.Run(t, [2]string{})
			for _, path := range []string{"/", servertest.AssetPath} {
				want := map[string]string{"/": servertest.Page,
					servertest.AssetPath: servertest.Asset}[path]
				if status, body := s.get(path); status != http.StatusOK || body != want {
					t.Errorf("%s: %d, %q", path, status, body)
				}
			}
			if status, _ := s.get("/%231abc"); status != http.StatusNotFound {
				t.Errorf("a damaged link: %d", status)
			}
			c, answer, err := s.dial("127.0.0.1")
			if err != nil {
				t.Fatal(err, answer)
			}
			defer c.Close()
			c.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, frame, err := c.ReadMessage(); err != nil || !strings.Contains(string(frame),
				"challenge") {
				t.Errorf("the socket says %q, %v", frame, err)
			}
			for _, network := range []string{"udp", "tcp"} {
				if !servertest.RefusesAllocate(t, servertest.Dial(t, network, s.Relay())) {
					t.Errorf("no relay over %s", network)
				}
			}
			fill(t, s, "127.0.0.2")
			if c, answer, err := s.dial("127.0.0.3"); err != nil {
				t.Errorf("another client of the same proxy: %v, %v", err, answer)
			} else {
				c.Close()
			}
			if s.Log() != "" {
				t.Errorf("it logged %s", s.Log())
			}
		})
	}
}

// fill opens sockets from one address until it may have no more.
func fill(t *testing.T, s *Site, from string) {
	t.Helper()
	for i := range 1000 {
		c, answer, err := s.dial(from)
		if err == nil {
			defer func(c *websocket.Conn) { c.Close() }(c)
			continue
		}
		if answer == nil || answer.StatusCode != http.StatusTooManyRequests || i == 0 {
			t.Fatalf("socket %d: %v, %v", i, err, answer)
		}
		return
	}
	t.Fatal("one client may have a thousand sockets")
}

// TestWhatAProxyLeavesOut is named, to whoever comes and in the log, there once.
func TestWhatAProxyLeavesOut(t *testing.T) {
	for _, p := range Proxies {
		for code, replace := range p.Without {
			t.Run(p.Program+"/"+code, func(t *testing.T) {
				s := p.Run(t, replace)
				for range 2 {
					var said string
					if code == "no-upgrade" {
						said = s.refusal()
					} else {
						_, said = s.get("/?redirected")
					}
					if !strings.HasPrefix(said, code+": ") || strings.Count(said, "\n") != 2 {
						t.Errorf("people read %q", said)
					}
				}
				if strings.Count(s.Log(), "\n") != 1 || !strings.Contains(s.Log(), "code="+code) {
					t.Errorf("it logged %q", s.Log())
				}
			})
		}
	}
}

// refusal is what is said instead of a socket.
func (s *Site) refusal() string {
	_, answer, err := s.dial("127.0.0.1")
	if err == nil || answer == nil {
		s.t.Fatalf("%v, %v", err, answer)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body) // as much as the dialer keeps
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// get asks the proxy for a path.
func (s *Site) get(path string) (status int, body string) {
	s.t.Helper()
	at := servertest.Endpoint{Address: "127.0.0.1:" + s.Port}
	answer, body := servertest.GetTLS(s.t, at, s.Host(), path)
	return answer.StatusCode, body
}
