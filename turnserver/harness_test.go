package turnserver

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/turn/v4"
)

// relay is a server on real loopback sockets of all kinds.
type relay struct {
	*Server
	addresses map[string]string // by network
	roots     *x509.CertPool
}

func startRelay(t testing.TB, change func(*Config)) *relay {
	t.Helper()
	r := &relay{addresses: make(map[string]string)}
	config := Config{Address: net.IPv4(192, 0, 2, 1)}
	for network, host := range map[string]string{"udp": "127.0.0.1:0", "udp6": "[::1]:0",
		"dual": "[::]:0", "plain": "127.0.0.1:0"} {
		conn, err := net.ListenPacket("udp", host)
		if err != nil {
			t.Fatal(err)
		}
		if network == "plain" {
			conn = struct{ net.PacketConn }{conn} // not the kernel's, so there is no fast path
		}
		config.PacketConns = append(config.PacketConns, conn)
		r.addresses[network] = conn.LocalAddr().String()
	}
	for network, host := range map[string]string{"tcp": "127.0.0.1:0", "tls": "127.0.0.1:0",
		"tls6": "[::1]:0"} {
		l, err := net.Listen("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		r.addresses[network] = l.Addr().String()
		if network != "tcp" {
			l = r.listenTLS(t, l)
		}
		config.Listeners = append(config.Listeners, l)
	}
	if change != nil {
		change(&config)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	r.Server = s
	return r
}

// listenTLS puts TLS with a fresh certificate on a listener.
func (r *relay) listenTLS(t testing.TB, l net.Listener) net.Listener {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if r.roots == nil {
		r.roots = x509.NewCertPool()
	}
	r.roots.AddCert(leaf)
	return tls.NewListener(l,
		&tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der},
			PrivateKey: private}}})
}

// dialTransport opens a socket of a client towards the relay.
func (r *relay) dialTransport(t testing.TB, network string) (net.PacketConn, string) {
	t.Helper()
	addr := r.addresses[network]
	var stream net.Conn
	var err error
	switch network {
	case "tcp":
		stream, err = net.Dial("tcp", addr)
	case "tls", "tls6":
		stream, err = tls.Dial("tcp", addr, &tls.Config{RootCAs: r.roots, ServerName: "localhost"})
	default:
		host, port, _ := net.SplitHostPort(addr)
		if network == "dual" { // an IPv4 client of a socket for both
			host, addr = "127.0.0.1", net.JoinHostPort("127.0.0.1", port)
		}
		var conn net.PacketConn
		if conn, err = net.ListenPacket("udp", net.JoinHostPort(host, "0")); err == nil {
			return conn, addr
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return turn.NewSTUNConn(stream), addr
}

// dialPion makes a pion client.
func (r *relay) dialPion(t testing.TB, network, username, password string) *turn.Client {
	t.Helper()
	conn, addr := r.dialTransport(t, network)
	client, err := turn.NewClient(&turn.ClientConfig{
		STUNServerAddr: addr, TURNServerAddr: addr, Conn: conn, Username: username,
		Password: password,
		Realm:    auth.Realm, LoggerFactory: noLogs, RTO: 100 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); _ = conn.Close() })
	if err := client.Listen(); err != nil {
		t.Fatal(err)
	}
	return client
}

// joinRoom allocates for a peer of a room.
func (r *relay) joinRoom(t testing.TB, network, room, peer string) net.PacketConn {
	t.Helper()
	username, password, _ := r.Credentials(room, peer)
	conn, err := r.dialPion(t, network, username, password).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// patience is for what has to come: a busy machine takes its time.
const patience = 20 * time.Second

// reaches sends until something arrives, and tells whether it did.
func reaches(t testing.TB, from, to net.PacketConn) bool {
	t.Helper()
	return reachesWithin(t, from, to, patience)
}

func reachesWithin(t testing.TB, from, to net.PacketConn, most time.Duration) bool {
	t.Helper()
	word := make([]byte, 100)
	_, _ = rand.Read(word)
	buffer := make([]byte, turnmsg.MaxMessageSize)
	for end := time.Now().Add(most); time.Now().Before(end); {
		_, _ = from.WriteTo(word, to.LocalAddr())
		_ = to.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		for {
			n, addr, err := to.ReadFrom(buffer)
			if err != nil {
				break
			}
			if bytes.Equal(buffer[:n], word) {
				if addr.String() != from.LocalAddr().String() {
					t.Errorf("data came from %v instead of its sender's relayed address", addr)
				}
				return true
			}
		}
	}
	return false
}

// silent tells whether nothing arrives for a second, either way.
func silent(t testing.TB, a, b net.PacketConn) bool {
	t.Helper()
	there := make(chan bool)
	go func() { there <- reachesWithin(t, a, b, time.Second) }()
	back := reachesWithin(t, b, a, time.Second)
	return !<-there && !back
}

// permit lets a peer's data in, as a client does by sending.
func permit(conn net.PacketConn, peer net.PacketConn) {
	_, _ = conn.WriteTo([]byte("hello"), peer.LocalAddr())
}
