package doctor

import (
	"bytes"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"einmal/internal/adminsocket"
	"einmal/internal/freeport"
	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

// relaySite is a server under a name that leads to another address of the loopback, on which stands
// what the network between lets through.
type relaySite struct {
	*examination
	server string // where it listens
	at     string // where the name leads
}

func newRelaySite(t *testing.T) *relaySite {
	t.Helper()
	ca, err := testca.New()
	dir := t.TempDir()
	if err == nil {
		err = ca.Write(dir, "call.test")
	}
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	flags := public("-data", data, "-relay-listen", "", "-tls-cert",
		filepath.Join(dir, testca.CertificateFile), "-tls-key", filepath.Join(dir, testca.KeyFile),
		"-listen", freeport.Address(t))
	s := servertest.StartOn(t, data, flags...)
	m := wellMachine(t)
	m.Roots, m.Resolver = ca.Pool(), nameServer(t, "127.0.0.2")
	e := newExamination(configOf(t, flags...), m)
	_, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	return &relaySite{e, s.Address, net.JoinHostPort("127.0.0.2", port)}
}

func (s *relaySite) passTCP(t *testing.T, stops func(byte) bool) {
	t.Helper()
	l, err := net.Listen("tcp", s.at)
	if err != nil {
		t.Skipf("SKIPPED: this machine has no second loopback address: %v", err)
	}
	t.Cleanup(func() { l.Close() })
	forward(t, l, s.server, stops)
}

// passUDP passes on what is no longer than that, as a way with a small MTU would.
func (s *relaySite) passUDP(t *testing.T, longest int) {
	t.Helper()
	s.passSomeUDP(t, func(packet []byte) bool { return len(packet) <= longest })
}

// isDTLS finds the handshake of DTLS 1.2 or its hello (RFC 6347, section 4.1) in what TURN wraps.
func isDTLS(packet []byte) bool {
	return bytes.Contains(packet, []byte{22, 0xfe, 0xfd}) ||
		bytes.Contains(packet, []byte{22, 0xfe, 0xff})
}

func (s *relaySite) passSomeUDP(t *testing.T, passes func([]byte) bool) {
	t.Helper()
	outside, err := net.ListenPacket("udp", s.at)
	if err != nil {
		t.Skipf("SKIPPED: this machine has no second loopback address: %v", err)
	}
	t.Cleanup(func() { outside.Close() })
	go func() {
		inside := map[netip.AddrPort]net.Conn{}
		packet := make([]byte, 65536)
		for {
			n, from, err := outside.(*net.UDPConn).ReadFromUDPAddrPort(packet)
			if err != nil {
				break
			}
			c := inside[from]
			if c == nil {
				if c, err = net.Dial("udp", s.server); err != nil {
					continue
				}
				inside[from] = c
				go passBack(c, outside, from)
			}
			if passes(packet[:n]) {
				_, _ = c.Write(packet[:n]) // UDP may lose it
			}
		}
		for _, c := range inside {
			c.Close()
		}
	}()
}

func passBack(c net.Conn, outside net.PacketConn, to netip.AddrPort) {
	packet := make([]byte, 65536)
	for {
		n, err := c.Read(packet)
		if err != nil {
			return
		}
		_, _ = outside.(*net.UDPConn).WriteToUDPAddrPort(packet[:n], to) // UDP may lose it
	}
}

const anyLength = 65536

// isHandshake is the first byte of TLS (RFC 8446, section 5.1).
func isHandshake(first byte) bool { return first == 22 }

// through looks at the relay over a network that lets some things through.
func through(open func(*testing.T, *relaySite)) func(*testing.T) []Finding {
	return func(t *testing.T) []Finding {
		s := newRelaySite(t)
		open(t, s)
		return tryRelay(t.Context(), s.examination)
	}
}

var relayFaults = []fault{
	{"relay-none", "nothing gets through to the relay", through(func(*testing.T, *relaySite) {})},
	{"relay-udp", "UDP does not get through", through(func(t *testing.T, s *relaySite) {
		s.passTCP(t, nil)
	})},
	{"relay-tls", "TLS does not get through", through(func(t *testing.T, s *relaySite) {
		s.passTCP(t, isHandshake)
		s.passUDP(t, anyLength)
	})},
	{"relay-packets", "large packets are dropped", through(func(t *testing.T, s *relaySite) {
		s.passTCP(t, nil)
		s.passUDP(t, 600)
	})},
	{"relay-dtls", "a firewall drops DTLS", through(func(t *testing.T, s *relaySite) {
		s.passTCP(t, nil)
		s.passSomeUDP(t, func(packet []byte) bool { return !isDTLS(packet) })
	})},
	{"dtls-untried", "einmal-peer is not on the machine", func(t *testing.T) []Finding {
		s := newRelaySite(t)
		s.passTCP(t, nil)
		s.passUDP(t, anyLength)
		s.Peer = ""
		t.Setenv("PATH", t.TempDir())
		return tryRelay(t.Context(), s.examination)
	}},
	{"dtls-untried", "einmal-peer is an older one", func(t *testing.T) []Finding {
		s := newRelaySite(t)
		s.passTCP(t, nil)
		s.passUDP(t, anyLength)
		s.Peer = program(t, "echo no address of a server >&2; exit 2")
		return tryRelay(t.Context(), s.examination)
	}},
	{"relay-tcp", "TCP does not get through", func(t *testing.T) []Finding {
		s := newRelaySite(t)
		s.passUDP(t, anyLength)
		all := tryRelay(t.Context(), s.examination)
		return slices.DeleteFunc(all, func(f Finding) bool { return f.Code == "relay-tls" })
	}},
	{"relay-loopback", "the relay listens on a loopback address alone",
		func(t *testing.T) []Finding {
			return examine(t, checkRelay, wellMachine(t), public("-relay-listen",
				"127.0.0.1:3478")...)
		}},
	{"relay-untried", "the control socket of the server is gone", func(t *testing.T) []Finding {
		s := newRelaySite(t)
		socket := filepath.Join(s.config.DataDir, adminsocket.FileName)
		if err := os.Rename(socket, socket+".away"); err != nil {
			t.Fatal(err)
		}
		defer os.Rename(socket+".away", socket)
		return tryRelay(t.Context(), s.examination)
	}},
}

func TestWhatGetsThroughIsWell(t *testing.T) {
	if all := through(func(t *testing.T, s *relaySite) {
		s.passTCP(t, nil)
		s.passUDP(t, anyLength)
	})(t); len(all) > 0 {
		t.Errorf("%v", all)
	}
}
