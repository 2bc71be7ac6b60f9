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

const streamModule = "/usr/lib/nginx/modules/ngx_stream_module.so"

// balancers pass connections on as they are.
var balancers = []Proxy{
	{
		Program: "haproxy", snippet: "haproxy-tcp.cfg",
		wrap:    func(_ *testing.T, _, snippet string) string { return snippet },
		start:   []string{"-db", "-f", "CONFIG"},
		Without: map[string][2]string{"no-proxy-header": {"send-proxy-v2", ""}},
	},
	{
		Program: "nginx", snippet: "nginx-stream.conf", module: streamModule,
		wrap: func(_ *testing.T, dir, snippet string) string {
			return "load_module " + streamModule + ";\npid " + dir +
				"/pid;\nerror_log stderr error;\nevents {}\n" + snippet
		},
		start: []string{"-e", "stderr", "-p", "DIR", "-c", "CONFIG", "-g",
			"daemon off; master_process off;"},
		Without: map[string][2]string{"no-proxy-header": {"proxy_protocol on;", ""}},
	},
}

func behindBalancer(t *testing.T) func(port string) []string {
	return func(port string) []string {
		return servertest.WithTLS(t, "-public-url", "https://localhost:"+port, "-proxy-protocol",
			"127.0.0.1", "-relay-address", "192.0.2.1")
	}
}

// TestBehindABalancer: the page, the sockets and the relay come through the balancer, and who
// counts as whom.
func TestBehindABalancer(t *testing.T) {
	for _, p := range balancers {
		t.Run(p.Program, func(t *testing.T) { checkBehindBalancer(t, p) })
	}
}

func checkBehindBalancer(t *testing.T, p Proxy) {
	s := p.runWith(t, [2]string{}, behindBalancer(t))
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

// TestABalancerThatDoesNotSayWhoComes is named in the log, once.
func TestABalancerThatDoesNotSayWhoComes(t *testing.T) {
	for _, p := range balancers {
		for code, replace := range p.Without {
			t.Run(p.Program, func(t *testing.T) {
				s := p.runWith(t, replace, behindBalancer(t))
				for range 2 {
					c := servertest.Dial(t, "tcp", "127.0.0.1:"+s.Port)
					io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
					c.SetReadDeadline(time.Now().Add(20 * time.Second))
					if heard, _ := io.ReadAll(c); len(heard) > 0 {
						t.Errorf("it answers %q", heard)
					}
				}
				if strings.Count(s.Log(), "\n") != 1 || !strings.Contains(s.Log(), "code="+code) {
					t.Errorf("it logged %q", s.Log())
				}
			})
		}
	}
}

// TestACertificateComesThroughABalancer: the authority's handshake goes the way of everybody.
func TestACertificateComesThroughABalancer(t *testing.T) {
	for _, p := range balancers {
		t.Run(p.Program, func(t *testing.T) { checkCertificateThrough(t, p) })
	}
}

func checkCertificateThrough(t *testing.T, p Proxy) {
	var authority *pebble.Authority
	s := p.runWith(t, [2]string{}, func(port string) []string {
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
