package proxytest

import (
	"crypto/tls"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"einmal/internal/pebble"
	"einmal/internal/server/servertest"
)

// haproxyTCP passes connections on as they are.
var haproxyTCP = Proxy{Program: "haproxy", snippet: "haproxy-tcp.cfg",
	wrap:  func(_ *testing.T, _, snippet string) string { return snippet },
	start: []string{"-db", "-f", "CONFIG"}}

func behindBalancer(t *testing.T) func(port string) []string {
	return func(port string) []string {
		return servertest.WithTLS(t, "-public-url", "https://localhost:"+port, "-proxy-protocol",
			"127.0.0.1", "-relay-address", "192.0.2.1")
	}
}

// TestBehindABalancer: the page, the sockets and the relay come through the balancer, and who
// counts as whom.
func TestBehindABalancer(t *testing.T) {
	s := haproxyTCP.runWith(t, [2]string{}, behindBalancer(t))
	for path, want := range map[string]string{"/": servertest.Page,
		servertest.AssetPath: servertest.Asset} {
		if status, body := s.get(path); status != http.StatusOK || body != want {
			t.Errorf("%s: %d, %q", path, status, body)
		}
	}
	for network, address := range map[string]string{"tcp": "127.0.0.1:" + s.Port,
		"tls": "127.0.0.1:" + s.Port, "udp": s.Address} {
		if !servertest.RefusesAllocate(t, servertest.Dial(t, network, address)) {
			t.Errorf("no relay over %s", network)
		}
	}
	fill(t, s, "127.0.0.2")
	c, answer, err := s.dial("127.0.0.3")
	if err != nil {
		t.Fatalf("another client of the same balancer: %v, %v", err, answer)
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, frame, err := c.ReadMessage(); err != nil || !strings.Contains(string(frame),
		"challenge") {
		t.Errorf("the socket says %q, %v", frame, err)
	}
	if s.Log() != "" {
		t.Errorf("it logged %s", s.Log())
	}
}

// TestABalancerThatDoesNotSayWhoComes, or says it in version 1, is named in the log.
func TestABalancerThatDoesNotSayWhoComes(t *testing.T) {
	for _, instead := range []string{"", "send-proxy"} {
		s := haproxyTCP.runWith(t, [2]string{"send-proxy-v2", instead}, behindBalancer(t))
		for range 2 {
			c := servertest.Dial(t, "tcp", "127.0.0.1:"+s.Port)
			io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
			c.SetReadDeadline(time.Now().Add(20 * time.Second))
			if heard, _ := io.ReadAll(c); len(heard) > 0 {
				t.Errorf("%q: it answers %q", instead, heard)
			}
		}
		if strings.Count(s.Log(), "\n") != 1 || !strings.Contains(s.Log(), "code=no-proxy-header") {
			t.Errorf("%q: it logged %q", instead, s.Log())
		}
	}
}

// TestACertificateComesThroughABalancer: the authority's handshake goes the way of everybody.
func TestACertificateComesThroughABalancer(t *testing.T) {
	var authority *pebble.Authority
	s := haproxyTCP.runWith(t, [2]string{}, func(port string) []string {
		number, err := strconv.Atoi(port)
		if err != nil {
			t.Fatal(err)
		}
		authority = pebble.Start(t, pebble.Options{TLSPort: number, Tiny: time.Hour})
		return []string{"-public-url", "https://127.0.0.1:" + port, "-proxy-protocol", "127.0.0.1",
			"-relay-address", "192.0.2.1", "-acme", "-acme-directory", authority.Directory,
			"-acme-root", authority.Root, "-acme-profile", "tiny"}
	})
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		c, err := tls.Dial("tcp", "127.0.0.1:"+s.Port, &tls.Config{RootCAs: authority.Roots()})
		if err == nil {
			c.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatalf("there is no certificate: %v; %s", err, s.Log())
		}
	}
}
