package turnserver

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// forbidden are peers that an open relay would give away.
var forbidden = strings.Fields(`
	127.0.0.1 127.0.0.53 127.1.2.3 127.255.255.254 0.0.0.0 0.1.2.3
	10.0.0.1 10.255.255.254 172.16.0.1 172.31.255.254 192.168.0.1 192.168.178.1 100.64.0.1 198.18.0.1
	169.254.0.1 169.254.169.254 169.254.170.2 100.100.100.200 192.0.0.192
	224.0.0.1 224.0.0.251 239.255.255.250 255.255.255.255 240.0.0.1
	8.8.8.8 203.0.113.7 192.0.2.2
	::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1
	fe80::1 fc00::1 fd00:ec2::254 ff02::1 ff05::1:3 2001:db8::1
	64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1::1 2001:0:7f00:1::1`)

// rawPeer writes an XOR-PEER-ADDRESS in the family of the text, so that mapped IPv4 stays IPv6.
func rawPeer(text string, port int) stun.Setter {
	ip, family := net.ParseIP(text).To16(), byte(2)
	if !strings.Contains(text, ":") {
		ip, family = ip.To4(), 1
	}
	return xorPeer{ip, family, port}
}

type xorPeer struct {
	ip     net.IP
	family byte
	port   int
}

func (p xorPeer) AddTo(m *stun.Message) error {
	key := append([]byte{0x21, 0x12, 0xA4, 0x42}, m.TransactionID[:]...)
	value := []byte{0, p.family, byte(p.port>>8) ^ key[0], byte(p.port) ^ key[1]}
	for i, b := range p.ip {
		value = append(value, b^key[i])
	}
	m.Add(stun.AttrXORPeerAddress, value)
	return nil
}

// tryForbidden asks for all forbidden peers in every way, and sends them a payload in every way.
func tryForbidden(t *testing.T, c *rawClient, port int, payload []byte) {
	t.Helper()
	for i, text := range forbidden {
		target := rawPeer(text, port)
		if code := c.request(stun.MethodCreatePermission, target); code != 403 && code != 443 {
			t.Errorf("CreatePermission for %s was answered with %d", text, code)
		}
		if code := c.request(stun.MethodChannelBind, target,
			channelNumber(uint16(turnmsg.FirstChannel+i))); code != 403 && code != 443 {
			t.Errorf("ChannelBind for %s was answered with %d", text, code)
		}
		c.sendIndication(target, payload)
		c.sendChannelData(uint16(turnmsg.FirstChannel+i), payload)
	}
	// The socket is still read, so all of it has been dealt with.
	if code := c.request(stun.MethodRefresh, lifetime(600)); code != 0 {
		t.Errorf("Refresh was answered with %d", code)
	}
}

func TestForbiddenPeersAreRefusedAndNothingLeaves(t *testing.T) {
	if len(forbidden) < 40 {
		t.Fatalf("only %d peers are tried", len(forbidden))
	}
	trap, err := net.ListenPacket("udp4", "127.0.0.1:0") // what a relay must never reach
	if err != nil {
		t.Fatal(err)
	}
	defer trap.Close()
	for _, network := range []string{"udp", "udp6", "plain", "tcp", "tls"} {
		r := startRelay(t, nil)
		c := r.memberClient(t, network, "room", "a", true)
		sockets := openSockets(t)
		tryForbidden(t, c, trap.LocalAddr().(*net.UDPAddr).Port, []byte("let me out"))
		for socket := range openSockets(t) {
			if !sockets[socket] {
				t.Error("the process has opened a socket")
			}
		}
		c.permit() // the rest is for the address to decide: the port is its own
		for _, text := range forbidden {
			c.sendIndication(rawPeer(text, c.relayed.Port), []byte("let me out"))
		}
		if code := c.request(stun.MethodRefresh, lifetime(600)); code != 0 {
			t.Errorf("Refresh was answered with %d", code)
		}
		s, all := r.Stats(), uint64(len(forbidden))
		if s.Packets != 0 || s.Drops["unbound"] != all || s.Drops["unpermitted"] != all ||
			s.Drops["unreachable"] != all {
			t.Errorf("over %s the counters say %+v", network, s)
		}
	}
	nothingIn(t, trap)
}

func TestTheHostOfTheRelayIsOutOfReachThoughItsAddressIsTheRelayedOne(t *testing.T) {
	trap, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer trap.Close()
	r := startRelay(t, func(c *Config) { c.Address = net.IPv4(127, 0, 0, 1) })
	c := r.memberClient(t, "udp", "room", "a", true)
	target := rawPeer("127.0.0.1", trap.LocalAddr().(*net.UDPAddr).Port)
	for method, attributes := range map[stun.Method][]stun.Setter{
		stun.MethodCreatePermission: {target},
		stun.MethodChannelBind:      {target, channelNumber(turnmsg.FirstChannel)},
	} {
		if code := c.request(method, attributes...); code != 0 {
			t.Errorf("%v was answered with %d", method, code)
		}
	}
	c.sendIndication(target, []byte("let me out"))
	c.sendChannelData(turnmsg.FirstChannel, []byte("let me out"))
	waitFor(t, "both packets to be dropped",
		func() bool { return r.Stats().Drops["unreachable"] == 2 })
	nothingIn(t, trap)
}

func TestARelayOnLoopbackAddressRefusesMappedForms(t *testing.T) {
	r := startRelay(t, func(c *Config) { c.Address = net.IPv4(127, 0, 0, 1) })
	c := r.memberClient(t, "udp", "room", "a", true)
	if code := c.request(stun.MethodCreatePermission,
		rawPeer("::ffff:127.0.0.1", 2000)); code != 443 {
		t.Errorf("the mapped form was answered with %d", code)
	}
}

// nothingIn fails if a packet came to a socket.
func nothingIn(t *testing.T, trap net.PacketConn) {
	t.Helper()
	_ = trap.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if n, _, err := trap.ReadFrom(make([]byte, 100)); err == nil {
		t.Errorf("%d bytes left the relay", n)
	}
}

// openSockets lists the sockets that this process has open.
func openSockets(t *testing.T) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here, so sockets cannot be looked at")
	}
	sockets := make(map[string]bool)
	for _, e := range entries {
		if target, _ := os.Readlink(fmt.Sprint("/proc/self/fd/",
			e.Name())); strings.HasPrefix(target, "socket:") {
			sockets[target] = true
		}
	}
	return sockets
}
