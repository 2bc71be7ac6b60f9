// Package acmetest runs the whole server with certificates of a real authority. It is a package of
// its own since a process reads the roots that it trusts once.
package acmetest

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/turn/v4"

	"einmal/internal/freeport"
	"einmal/internal/pebble"
	"einmal/internal/server/servertest"
)

// TestACallOutlivesRenewals: a host stays connected, and two relayed addresses, over UDP and over
// TLS, stay open, while the certificate changes twice.
func TestACallOutlivesRenewals(t *testing.T) {
	port := strconv.Itoa(freeport.Find(t))
	number, _ := strconv.Atoi(port)
	authority := pebble.Start(t, pebble.Options{TLSPort: number, Tiny: 20 * time.Second})
	trust(t, authority)
	dir := t.TempDir()
	p := servertest.StartOn(t, dir, "-listen", "127.0.0.1:"+port, "-public-url",
		"https://127.0.0.1:"+port, "-relay-address", "192.0.2.1", "-metrics", "127.0.0.1:0",
		"-acme", "-acme-directory", authority.Directory, "-acme-root", authority.Root,
		"-acme-profile", "tiny")
	if !strings.Contains(p.Said, "once 127.0.0.1 has given a certificate") {
		t.Errorf("it says %q", p.Said)
	}
	if answer, body := get(t, "http://"+p.Address); answer != http.StatusServiceUnavailable ||
		!strings.HasPrefix(body, "certificate-pending: ") {
		t.Errorf("before there is a certificate: %d, %q", answer, body)
	}
	first := await(t, p, authority, nil)
	if answer, _ := get(t, "https://"+p.Address); answer != http.StatusOK {
		t.Errorf("the page: %d", answer)
	}

	access := servertest.Access(t, p.Public)
	udp, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stream, err := tls.Dial("tcp", p.Address, &tls.Config{RootCAs: authority.Roots()})
	if err != nil {
		t.Fatal(err)
	}
	a := servertest.Allocate(t, udp, p.Address, access)
	b := servertest.Allocate(t, turn.NewSTUNConn(stream), p.Address, access)
	servertest.Exchange(t, a, b)

	second := await(t, p, authority, first)
	await(t, p, authority, second)
	servertest.Exchange(t, a, b)
	counts := metrics(t, p)
	for name, want := range map[string]int{"einmal_sockets": 1, "einmal_relay_allocations": 2,
		"einmal_relay_allocated_total": 2} {
		if counts[name] != want {
			t.Errorf("%s is %d", name, counts[name])
		}
	}
	if left := counts["einmal_certificate_seconds_left"]; left < 1 || left > 20 {
		t.Errorf("the certificate is good for %d s", left)
	}
	if p.Log() != "" {
		t.Errorf("it logged %s", p.Log())
	}
}

// trust has this process know the authority, as the system's roots would.
func trust(t *testing.T, a *pebble.Authority) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "root.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.RootCertificate().Raw})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", file)
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// await waits for a certificate that is not the one before; its serial number.
func await(t *testing.T, p *servertest.Server, a *pebble.Authority, before *big.Int) *big.Int {
	t.Helper()
	roots := a.Roots()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		c, err := tls.Dial("tcp", p.Address, &tls.Config{RootCAs: roots})
		if err == nil {
			serial := c.ConnectionState().PeerCertificates[0].SerialNumber
			c.Close()
			if before == nil || serial.Cmp(before) != 0 {
				return serial
			}
		}
		if time.Now().After(end) {
			t.Fatalf("no other certificate: %v; %s", err, p.Log())
		}
	}
}

func metrics(t *testing.T, p *servertest.Server) map[string]int {
	t.Helper()
	at := regexp.MustCompile(`http://\S+/metrics`).FindString(p.Said)
	_, text := get(t, at)
	counts := make(map[string]int)
	for _, found := range regexp.MustCompile(`(?m)^(\w+) (\d+)$`).FindAllStringSubmatch(text, -1) {
		counts[found[1]], _ = strconv.Atoi(found[2])
	}
	return counts
}
