package main

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/testca"
)

func trust() *tls.Config { return &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"} }

// getTLS is get over TLS; host is the Host header.
func getTLS(t *testing.T, p *process, host, path string) (*http.Response, string) {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: trust(), ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequest("GET", "https://"+p.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	answer, err := transport.RoundTrip(request)
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

// refusesAllocate sends a TURN Allocate (RFC 8656) without credentials, and says whether it is
// refused as it must be.
func refusesAllocate(t *testing.T, c net.Conn) bool {
	t.Helper()
	allocate := binary.BigEndian.AppendUint32(nil, 0x0003_0008)
	allocate = binary.BigEndian.AppendUint32(allocate, 0x2112A442)
	allocate = append(allocate, "transaction1"...)
	allocate = append(allocate, 0x00, 0x19, 0x00, 0x04, 17, 0, 0, 0) // REQUESTED-TRANSPORT: UDP
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write(allocate); err != nil {
		return false
	}
	answer := make([]byte, 1500)
	n, err := c.Read(answer)
	return err == nil && n >= 20 && binary.BigEndian.Uint16(answer) == 0x0113 &&
		string(answer[8:20]) == "transaction1"
}

func dialTo(t *testing.T, network, address string) net.Conn {
	t.Helper()
	var c net.Conn
	var err error
	if network == "tls" {
		c, err = tls.Dial("tcp", address, trust())
	} else {
		c, err = net.Dial(network, address)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestOnePortSpeaksEverything(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		t.Run(address, func(t *testing.T) {
			p := startProgram(t, t.TempDir(), withTLS("-listen", address)...)
			host := strings.TrimPrefix(p.public, "https://")
			if answer, body := getTLS(t, p, host, "/"); answer.StatusCode != http.StatusOK ||
				body != testPage || answer.ProtoMajor != 1 {
				t.Errorf("https: status %d, %q, %s", answer.StatusCode, body, answer.Proto)
			} else if answer.Header.Get("Strict-Transport-Security") != "" {
				t.Error("localhost is nothing to be remembered for https")
			}
			answer, body := get(t, "http://"+p.address+"/a", nil)
			if answer.StatusCode != http.StatusPermanentRedirect ||
				answer.Header.Get("Location") != p.public+"/a?redirected" ||
				!strings.Contains(body, p.public) {
				t.Errorf("http: status %d to %q, %q", answer.StatusCode,
					answer.Header.Get("Location"), body)
			}
			if answer, _ := get(t, "http://"+p.address+
				"/signal", nil); answer.StatusCode != http.StatusPermanentRedirect {
				t.Errorf("signalling without TLS: status %d", answer.StatusCode)
			}
			for _, network := range []string{"udp", "tcp", "tls"} {
				if !refusesAllocate(t, dialTo(t, network, p.address)) {
					t.Errorf("no relay over %s", network)
				}
			}
			if !strings.Contains(p.stdout, "UDP, TCP and TLS "+p.address) ||
				!strings.Contains(p.stdout, "is good until 20") {
				t.Errorf("it says %q", p.stdout)
			}
			if _, err := p.stop(syscall.SIGTERM); err != nil || p.stderr.Len() > 0 {
				t.Errorf("ended with %v, said %q", err, p.stderr.String())
			}
		})
	}
}

func TestSignallingOverTLS(t *testing.T) {
	p := startProgram(t, t.TempDir(), withTLS()...)
	if got := create(t, p, 1); got != "created" {
		t.Errorf("create: %s", got)
	}
	socket := dialPage(t, p)
	silent := dialTo(t, "tls", p.address) // a handshake, and nothing after it
	half := dialTo(t, "tcp", p.address)
	half.Write([]byte{22, 3, 1}) // not even that
	get(t, "http://"+p.address, nil)
	if took, err := p.stop(syscall.SIGTERM); err != nil || took > 5*time.Second {
		t.Errorf("%v after %v", err, took)
	}
	if !websocket.IsCloseError(readToEnd(socket), websocket.CloseGoingAway) {
		t.Error("the WebSocket was not told goodbye")
	}
	for _, c := range []net.Conn{silent, half} {
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("a connection is still open")
		}
	}
}

func TestAPublicServerIsRememberedForHTTPS(t *testing.T) {
	p := startProgram(t, t.TempDir(), withTLS("-public-url", "https://call.example")...)
	for host, status := range map[string]int{"call.example": http.StatusOK,
		"evil.example": http.StatusPermanentRedirect} {
		answer, _ := getTLS(t, p, host, "/")
		if answer.StatusCode != status ||
			answer.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
			t.Errorf("%s: status %d, %v", host, answer.StatusCode, answer.Header)
		}
	}
	// RFC 6797, section 7.2: not without TLS.
	answer, _ := get(t, "http://"+p.address, func(r *http.Request) { r.Host = "call.example" })
	if answer.Header.Get("Location") != "https://call.example/?redirected" ||
		answer.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("without TLS: %v", answer.Header)
	}

	behind := startProgram(t, t.TempDir(), "-public-url", "https://call.example")
	answer, _ = get(t, "http://"+behind.address, func(r *http.Request) { r.Host = "call.example" })
	if answer.StatusCode != http.StatusOK ||
		answer.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("behind a proxy: status %d, %v", answer.StatusCode, answer.Header)
	}
	if !strings.Contains(behind.stdout, "a proxy in front") ||
		!strings.Contains(behind.stdout, "see -relay-listen") {
		t.Errorf("it says %q", behind.stdout)
	}
}

func TestHandshakesAreOfTheirTime(t *testing.T) {
	p := startProgram(t, t.TempDir(), withTLS()...)
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
		}, tls.VersionTLS13, "http/1.1"},
		"a TURN client that says so": {func(
			c *tls.Config) {
			c.NextProtos = []string{"stun.turn"}
		}, tls.VersionTLS13, "stun.turn"},
		"one that speaks HTTP/2 only": {func(c *tls.Config) { c.NextProtos = []string{"h2"} }, 0,
			""},
	} {
		t.Run(name, func(t *testing.T) {
			config := trust()
			test.change(config)
			c, err := tls.Dial("tcp", p.address, config)
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

func TestNobodyIsRecognisedByATicket(t *testing.T) {
	p := startProgram(t, t.TempDir(), withTLS()...)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := trust()
		config.MaxVersion, config.ClientSessionCache = version, tls.NewLRUClientSessionCache(1)
		for range 2 {
			c, err := tls.Dial("tcp", p.address, config)
			if err != nil {
				t.Fatal(err)
			}
			if !refusesAllocate(t, c) { // reads what came after the handshake
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
	writeCertificate(t, dir)
	p := startProgram(t, t.TempDir(), "-tls-cert", filepath.Join(dir, testca.CertificateFile),
		"-tls-key", filepath.Join(dir, testca.KeyFile))
	shown := func() *big.Int {
		c, err := tls.Dial("tcp", p.address, &tls.Config{RootCAs: authority.Pool(),
			ServerName: "localhost"})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber
	}
	first := shown()
	writeCertificate(t, dir)
	for end := time.Now().Add(
		time.Minute); shown().Cmp(first) == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it still shows the old one")
		}
	}
}

func writeCertificate(t *testing.T, dir string) {
	t.Helper()
	if err := authority.Write(dir, "localhost"); err != nil {
		t.Fatal(err)
	}
}
