package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/testca"
)

// relayOf finds the relay's port in what a program announced.
func relayOf(t *testing.T, p *process) (port string) {
	t.Helper()
	_, rest, _ := strings.Cut(p.stdout, " and TLS ")
	at, _, found := strings.Cut(rest, ", its candidates")
	_, port, err := net.SplitHostPort(at)
	if err != nil || !found {
		t.Fatalf("no relay in %q", p.stdout)
	}
	return port
}

func TestARelayOnItsOwnPort(t *testing.T) {
	p := startProgram(t, t.TempDir(), withTLS("-relay-listen", "127.0.0.1:0")...)
	relay := net.JoinHostPort("127.0.0.1", relayOf(t, p))
	if relay == p.address {
		t.Fatal("it is the same port")
	}
	for _, network := range []string{"udp", "tcp", "tls"} {
		if !refusesAllocate(t, dialTo(t, network, relay)) {
			t.Errorf("no relay over %s", network)
		}
	}
	for name, test := range map[string]struct{ network, address, say string }{
		"STUN to the page":           {"tcp", p.address, "\x00\x03"},
		"STUN over TLS to the page":  {"tls", p.address, "\x00\x03"},
		"HTTP to the relay":          {"tcp", relay, "GET / HTTP/1.1\r\n\r\n"},
		"HTTP over TLS to the relay": {"tls", relay, "GET / HTTP/1.1\r\n\r\n"},
	} {
		c := dialTo(t, test.network, test.address)
		c.SetDeadline(time.Now().Add(10 * time.Second))
		io.WriteString(c, test.say)
		var timeout net.Error
		if n, err := c.Read(make([]byte, 1)); n > 0 ||
			errors.As(err, &timeout) && timeout.Timeout() {
			t.Errorf("%s is not turned away", name)
		}
	}
	if udp := dialTo(t, "udp", p.address); refusesAllocate(t, udp) {
		t.Error("the page's port has a relay over UDP")
	}
}

// TestClientsOfBothFamiliesMeetInOneRoom over the real program: one over UDP and IPv4, one over TLS
// and IPv6, each with a relayed IPv4 address.
func TestClientsOfBothFamiliesMeetInOneRoom(t *testing.T) {
	// Go's system roots, also pion's
	t.Setenv("SSL_CERT_FILE", filepath.Join(certificates, testca.RootFile))
	p := startProgram(t, t.TempDir(), withTLS("-relay-listen", "[::]:0", "-relay-address",
		"192.0.2.1")...)
	link, err := links.New(p.public, peer.Chat)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := peer.Create(t.Context(), link, 2, time.Hour); err != nil {
		t.Fatal(err)
	}
	host, err := peer.Join(t.Context(), link, peer.Options{LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer host.Leave()
	var access peer.RelayAccess
	for end := time.Now().Add(time.Minute); len(access.URLs) == 0; access, _ = host.Relay() {
		if time.Now().After(end) {
			t.Fatal("no access to the relay")
		}
		time.Sleep(10 * time.Millisecond)
	}
	port := relayOf(t, p)
	if want := "turns:localhost:" + port + "?transport=tcp"; len(access.URLs) != 3 ||
		access.URLs[2] != want {
		t.Errorf("the relay is at %q", access.URLs)
	}
	four, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay := "127.0.0.1:" + port // for a stream just a name; pion's client knows no IPv6
	a := allocate(t, four, relay, access)
	b := allocate(t, turn.NewSTUNConn(dialTo(t, "tls", "[::1]:"+port)), relay, access)
	b.WriteTo([]byte("hello"), a.LocalAddr()) // which permits what comes back
	a.WriteTo([]byte("hello"), b.LocalAddr())
	for from, to := range map[net.PacketConn]net.PacketConn{a: b, b: a} {
		word, buffer := []byte("from "+from.LocalAddr().String()), make([]byte, 1500)
		for heard := 0; !bytes.Equal(buffer[:heard], word); {
			from.WriteTo(word, to.LocalAddr())
			to.SetReadDeadline(time.Now().Add(10 * time.Second))
			n, sender, err := to.ReadFrom(buffer)
			if err != nil || sender.String() != from.LocalAddr().String() {
				t.Fatalf("from %v: %v", sender, err)
			}
			heard = n
		}
	}
}

// allocate takes a place on the relay.
func allocate(t *testing.T, conn net.PacketConn, relay string,
	access peer.RelayAccess) net.PacketConn {
	t.Helper()
	client, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: relay, Conn: conn, Username: access.Username, Password: access.Credential,
		LoggerFactory: &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); conn.Close() })
	if err := client.Listen(); err != nil {
		t.Fatal(err)
	}
	relayed, err := client.Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { relayed.Close() })
	if ip := relayed.LocalAddr().(*net.UDPAddr).IP; ip.String() != "192.0.2.1" {
		t.Errorf("relayed as %v", ip)
	}
	return relayed
}
