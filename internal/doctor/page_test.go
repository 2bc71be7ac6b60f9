package doctor

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"einmal/internal/freeport"
	"einmal/internal/server/proxytest"
	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

// behindNginx looks through the real program, with one thing of its file replaced.
func behindNginx(old, replacement string) func(*testing.T) []Finding {
	return func(t *testing.T) []Finding {
		s := proxytest.Proxies[0].Run(t, [2]string{old, replacement})
		return examine(t, checkPage, with(wellMachine(t), func(m *Machine) {
			m.Quiet = quietTime
		}), siteFlags(s)...)
	}
}

func siteFlags(s *proxytest.Site) []string {
	return []string{"-data", s.Data, "-listen", s.Address, "-public-url", s.Public,
		"-trusted-proxy", "127.0.0.1", "-relay-listen", s.Relay(), "-relay-address", "192.0.2.1"}
}

var pageFaults = []fault{
	{"page-unreachable", "nobody listens on the public port", func(t *testing.T) []Finding {
		data, url := t.TempDir(), "https://localhost:"+strconv.Itoa(freeport.Find(t))
		s := servertest.StartOn(t, data, "-public-url", url, "-trusted-proxy", "127.0.0.1")
		return examine(t, checkPage, wellMachine(t), "-data", data, "-listen", s.Address,
			"-public-url", url, "-trusted-proxy", "127.0.0.1")
	}},
	{"page-certificate", "no authority that is known has given the certificate",
		func(t *testing.T) []Finding {
			data := t.TempDir()
			files := servertest.WithTLS(t)
			s := servertest.StartOn(t, data, files...)
			return examine(t, checkPage, with(wellMachine(t), func(m *Machine) {
				m.Roots = x509.NewCertPool()
			}), append(files, "-data", data, "-listen", s.Address)...)
		}},
	{"certificate-pending", "the authority does not answer, and there is no certificate yet",
		func(t *testing.T) []Finding {
			data, port := t.TempDir(), strconv.Itoa(freeport.Find(t))
			flags := []string{"-data", data, "-listen", "127.0.0.1:" + port, "-public-url",
				"https://localhost:" + port, "-acme", "-acme-directory", "https://127.0.0.1:1/dir",
				"-acme-root", servertest.RootFile(t)}
			servertest.StartOn(t, data, flags...)
			return examine(t, checkPage, wellMachine(t), flags...)
		}},
	{"bad-scheme", "what ends TLS in front speaks http to a server with a certificate",
		func(t *testing.T) []Finding {
			data := t.TempDir()
			l := listenTLS(t)
			public := "https://localhost:" + portText(portOf(l))
			flags := append(servertest.WithTLS(t), "-data", data, "-public-url", public,
				"-trusted-proxy", "127.0.0.1")
			s := servertest.StartOn(t, data, flags...)
			forward(t, l, s.Address, nil)
			return examine(t, checkPage, wellMachine(t), append(flags, "-listen", s.Address)...)
		}},
	{"trusted-proxy-missing", "a proxy speaks TLS in front, and none is trusted",
		func(t *testing.T) []Finding {
			return examine(t, checkPage, wellMachine(t), "-listen", freeport.Address(t), "-public-url",
				"https://call.test")
		}},
}

var proxyFaults = []fault{
	{"page-foreign", "nginx answers by itself",
		behindNginx("proxy_pass http://127.0.0.1:8080;", "return 200 hello;")},
	{"proxy-no-server", "nginx passes on to a port on which nobody listens",
		behindNginx("proxy_pass http://127.0.0.1:8080;", "proxy_pass http://127.0.0.1:1;")},
	{"bad-host", "nginx does not pass Host on",
		behindNginx("proxy_set_header Host $http_host;", "")},
	{"no-forwarded-for", "nginx does not set X-Forwarded-For",
		behindNginx("proxy_set_header X-Forwarded-For $remote_addr;", "")},
	{"no-upgrade", "nginx does not pass Upgrade on",
		behindNginx("proxy_set_header Upgrade $http_upgrade;", "")},
	{"socket-refused", "nginx forbids /signal",
		behindNginx("location / {", "location /signal { return 403; }\nlocation / {")},
	{"proxy-timeout", "nginx waits for one second",
		behindNginx("proxy_read_timeout 5m;", "proxy_read_timeout 1s;")},
}

// TestBehindAGoodProxyAllIsWell, with each real program; and the lines to add are of its own file.
func TestBehindAGoodProxyAllIsWell(t *testing.T) {
	for _, p := range proxytest.Proxies {
		t.Run(p.Program, func(t *testing.T) {
			s := p.Run(t, [2]string{})
			m := wellMachine(t)
			if all := examine(t, checkPage, m, siteFlags(s)...); len(all) > 0 {
				t.Errorf("%q", codesOf(all))
			}
			e := newExamination(configOf(t, siteFlags(s)...), m)
			answer, _, err := e.get(t.Context(), s.Public)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.proxyProgram(answer); !strings.HasPrefix(p.Program, got) ||
				got == "" && p.Program != "haproxy" {
				t.Errorf("it takes %s for %q", p.Program, got)
			}
		})
	}
}

func TestTheLinesToAddAreThoseOfTheDocumentation(t *testing.T) {
	for code, want := range map[string]string{
		"bad-host":         "nginx.conf: proxy_set_header Host $http_host;",
		"no-forwarded-for": "nginx.conf: proxy_set_header X-Forwarded-For $remote_addr;",
		"proxy-timeout":    "nginx.conf: proxy_read_timeout 5m;",
	} {
		if got := linesFor(code, "nginx"); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
	for _, p := range proxyFiles {
		for code := range p.words {
			if _, lines, _ := strings.Cut(linesFor(code, p.program), ": "); lines == "" {
				t.Errorf("%s, %s: no line", p.file, code)
			}
			if !strings.Contains(linesFor(code, ""), p.file) {
				t.Errorf("%s, %s: not among all", p.file, code)
			}
		}
	}
}

func portOf(l net.Listener) uint16 {
	return uint16(l.Addr().(*net.TCPAddr).Port) //nolint:gosec // it is one
}

// listenTLS shows the certificate for localhost.
func listenTLS(t *testing.T) net.Listener {
	t.Helper()
	dir := t.TempDir()
	servertest.WriteCertificate(t, dir)
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, testca.CertificateFile),
		filepath.Join(dir, testca.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// forward passes connections on, unless the first byte is one that stops does not like.
func forward(t *testing.T, l net.Listener, to string, stops func(first byte) bool) {
	t.Helper()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go passOn(c, to, stops)
		}
	}()
}

func passOn(c net.Conn, to string, stops func(byte) bool) {
	defer c.Close()
	first := make([]byte, 1)
	if _, err := io.ReadFull(c, first); err != nil || stops != nil && stops(first[0]) {
		return
	}
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer server.Close()
	if _, err := server.Write(first); err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(server, c)
		server.Close()
	}()
	_, _ = io.Copy(c, server)
}
