package server_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pion/turn/v4"

	"einmal/internal/server/servertest"
)

// relayOf finds the relay's port in what a program announced.
func relayOf(t *testing.T, p *servertest.Server) (port string) {
	t.Helper()
	_, rest, _ := strings.Cut(p.Said, " and TLS ")
	at, _, found := strings.Cut(rest, ", its candidates")
	_, port, err := net.SplitHostPort(at)
	if err != nil || !found {
		t.Fatalf("no relay in %q", p.Said)
	}
	return port
}

func TestARelayOnItsOwnPort(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t, "-relay-listen", "127.0.0.1:0")...)
	relay := net.JoinHostPort("127.0.0.1", relayOf(t, p))
	if relay == p.Address {
		t.Fatal("it is the same port")
	}
	for _, network := range []string{"udp", "tcp", "tls"} {
		if !servertest.RefusesAllocate(t, servertest.Dial(t, network, relay)) {
			t.Errorf("no relay over %s", network)
		}
	}
	for name, test := range map[string]struct{ network, address, say string }{
		"STUN to the page":           {"tcp", p.Address, "\x00\x03"},
		"STUN over TLS to the page":  {"tls", p.Address, "\x00\x03"},
		"HTTP to the relay":          {"tcp", relay, "GET / HTTP/1.1\r\n\r\n"},
		"HTTP over TLS to the relay": {"tls", relay, "GET / HTTP/1.1\r\n\r\n"},
	} {
		c := servertest.Dial(t, test.network, test.address)
		c.SetDeadline(time.Now().Add(10 * time.Second))
		io.WriteString(c, test.say)
		var timeout net.Error
		if n, err := c.Read(make([]byte, 1)); n > 0 ||
			errors.As(err, &timeout) && timeout.Timeout() {
			t.Errorf("%s is not turned away", name)
		}
	}
	if udp := servertest.Dial(t, "udp", p.Address); servertest.RefusesAllocate(t, udp) {
		t.Error("the page's port has a relay over UDP")
	}
}

// TestClientsOfBothFamiliesMeetInOneRoom over the real program: one over UDP and IPv4, one over TLS
// and IPv6, each with a relayed IPv4 address.
func TestClientsOfBothFamiliesMeetInOneRoom(t *testing.T) {
	// Go's system roots, also pion's
	t.Setenv("SSL_CERT_FILE", servertest.RootFile(t))
	p := servertest.Start(t, servertest.WithTLS(t, "-relay-listen", "[::]:0", "-relay-address",
		"192.0.2.1")...)
	access := servertest.Access(t, p.Public)
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
	a := servertest.Allocate(t, four, relay, access)
	b := servertest.Allocate(t, turn.NewSTUNConn(servertest.Dial(t, "tls", "[::1]:"+port)), relay,
		access)
	servertest.Exchange(t, a, b)
}
