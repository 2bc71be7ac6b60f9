package server_test

import (
	"crypto/tls"
	"io"
	"math/big"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

func TestOnePortSpeaksEverything(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		t.Run(address, func(t *testing.T) {
			p := servertest.Start(t, servertest.WithTLS(t, "-listen", address)...)
			host := strings.TrimPrefix(p.Public, "https://")
			if answer, body := servertest.GetTLS(t, p.Endpoint, host,
				"/"); answer.StatusCode != http.StatusOK ||
				body != servertest.Page || answer.ProtoMajor != 2 {
				t.Errorf("https: status %d, %q, %s", answer.StatusCode, body, answer.Proto)
			} else if answer.Header.Get("Strict-Transport-Security") != "" {
				t.Error("localhost is nothing to be remembered for https")
			}
			answer, body := servertest.Get(t, "http://"+p.Address+"/a", nil)
			if answer.StatusCode != http.StatusPermanentRedirect ||
				answer.Header.Get("Location") != p.Public+"/a?redirected" ||
				!strings.Contains(body, p.Public) {
				t.Errorf("http: status %d to %q, %q", answer.StatusCode,
					answer.Header.Get("Location"), body)
			}
			if answer, _ := servertest.Get(t, "http://"+p.Address+
				"/signal", nil); answer.StatusCode != http.StatusPermanentRedirect {
				t.Errorf("signalling without TLS: status %d", answer.StatusCode)
			}
			for _, network := range []string{"udp", "tcp", "tls"} {
				if !servertest.RefusesAllocate(t, servertest.Dial(t, network, p.Address)) {
					t.Errorf("no relay over %s", network)
				}
			}
			if !strings.Contains(p.Said, "UDP, TCP and TLS "+p.Address) ||
				!strings.Contains(p.Said, "is good until 20") {
				t.Errorf("it says %q", p.Said)
			}
			if err := p.Stop(); err != nil || p.Log() != "" {
				t.Errorf("ended with %v, said %q", err, p.Log())
			}
		})
	}
}

func TestSignallingOverTLS(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t)...)
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Errorf("create: %s", got)
	}
	socket := servertest.DialSignal(t, p.Endpoint)
	silent := servertest.Dial(t, "tls", p.Address) // a handshake, and nothing after it
	half := servertest.Dial(t, "tcp", p.Address)
	half.Write([]byte{22, 3, 1}) // not even that
	servertest.Get(t, "http://"+p.Address, nil)
	began := time.Now()
	// three seconds for the two who have just come, and two for goodbyes
	if err := p.Stop(); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	if !websocket.IsCloseError(servertest.ReadToEnd(socket), websocket.CloseGoingAway) {
		t.Error("the WebSocket was not told goodbye")
	}
	for _, c := range []net.Conn{silent, half} {
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("a connection is still open")
		}
	}
}

func TestAPublicServerIsRememberedForHTTPS(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t, "-public-url", "https://call.example")...)
	for host, status := range map[string]int{"call.example": http.StatusOK,
		"evil.example": http.StatusPermanentRedirect} {
		answer, _ := servertest.GetTLS(t, p.Endpoint, host, "/")
		if answer.StatusCode != status ||
			answer.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
			t.Errorf("%s: status %d, %v", host, answer.StatusCode, answer.Header)
		}
	}
	// RFC 6797, section 7.2: not without TLS.
	answer, _ := servertest.Get(t, "http://"+
		p.Address, func(r *http.Request) { r.Host = "call.example" })
	if answer.Header.Get("Location") != "https://call.example/?redirected" ||
		answer.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("without TLS: %v", answer.Header)
	}

	behind := servertest.Start(t, "-public-url", "https://call.example")
	answer, _ = servertest.Get(t, "http://"+behind.Address,
		func(r *http.Request) { r.Host = "call.example" })
	if answer.StatusCode != http.StatusOK ||
		answer.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("behind a proxy: status %d, %v", answer.StatusCode, answer.Header)
	}
	if !strings.Contains(behind.Said, "a proxy in front") ||
		!strings.Contains(behind.Said, "see -relay-listen") {
		t.Errorf("it says %q", behind.Said)
	}
}

func TestHandshakesAreOfTheirTime(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t)...)
	for name, test := range map[string]struct {
		change  func(*tls.Config)
		version uint16 // 0: refused
		alpn    string
	}{
		"TLS 1.3": {func(*tls.Config) {}, tls.VersionTLS13, ""},
		"TLS 1.2": {func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 },
			tls.VersionTLS12, ""},
		"TLS 1.1": {func(c *tls.Config) {
			c.MinVersion,
				c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		}, 0, ""},
		"a browser": {func(c *tls.Config) {
			c.NextProtos = []string{"h2",
				"http/1.1"}
		}, tls.VersionTLS13, "h2"},
		"a browser that opens a WebSocket": {func(c *tls.Config) {
			c.NextProtos = []string{"http/1.1"}
		}, tls.VersionTLS13, "http/1.1"},
		"a TURN client that says so": {func(
			c *tls.Config) {
			c.NextProtos = []string{"stun.turn"}
		}, tls.VersionTLS13, "stun.turn"},
		"one that speaks HTTP/3 only": {func(c *tls.Config) { c.NextProtos = []string{"h3"} }, 0,
			""},
	} {
		t.Run(name, func(t *testing.T) {
			config := servertest.Trust(t)
			test.change(config)
			c, err := tls.Dial("tcp", p.Address, config)
			if err != nil {
				if test.version != 0 {
					t.Error(err)
				}
				return
			}
			defer c.Close()
			if s := c.ConnectionState(); s.Version != test.version ||
				s.NegotiatedProtocol != test.alpn {
				t.Errorf("version %x, protocol %q", s.Version, s.NegotiatedProtocol)
			}
		})
	}
}

// TestWithoutTLSNobodySpeaksHTTP2: a proxy in front does that, if anybody.
func TestWithoutTLSNobodySpeaksHTTP2(t *testing.T) {
	for name, p := range map[string]*servertest.Server{
		"behind a proxy":      servertest.Start(t),
		"beside the TLS port": servertest.Start(t, servertest.WithTLS(t)...),
	} {
		c := servertest.Dial(t, "tcp", p.Address)
		io.WriteString(c, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")
		answer, err := io.ReadAll(c)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 ") {
			t.Errorf("%s: %q, %v", name, answer, err)
		}
	}
}

func TestNobodyIsRecognisedByATicket(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t)...)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := servertest.Trust(t)
		config.MaxVersion, config.ClientSessionCache = version, tls.NewLRUClientSessionCache(1)
		for range 2 {
			c, err := tls.Dial("tcp", p.Address, config)
			if err != nil {
				t.Fatal(err)
			}
			if !servertest.RefusesAllocate(t, c) { // reads what came after the handshake
				t.Error("no answer")
			}
			if c.ConnectionState().DidResume {
				t.Errorf("version %x was resumed", version)
			}
			c.Close()
		}
	}
}

func TestARunningServerShowsTheNewCertificate(t *testing.T) {
	dir := t.TempDir()
	servertest.WriteCertificate(t, dir)
	p := servertest.Start(t, "-tls-cert", filepath.Join(dir, testca.CertificateFile),
		"-tls-key", filepath.Join(dir, testca.KeyFile))
	shown := func() *big.Int {
		c, err := tls.Dial("tcp", p.Address, &tls.Config{RootCAs: servertest.Trust(t).RootCAs,
			ServerName: "localhost"})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber
	}
	first := shown()
	servertest.WriteCertificate(t, dir)
	for end := time.Now().Add(
		time.Minute); shown().Cmp(first) == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it still shows the old one")
		}
	}
}
