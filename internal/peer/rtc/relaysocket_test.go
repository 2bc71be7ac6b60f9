package rtc

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"
)

// relayAt is a socket that a test answers from; without IPv6 there is none on ::1.
func relayAt(t *testing.T, address string) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenPacket("udp", address)
	if err != nil {
		t.Skip("NOT TESTED which family of a relay is taken: there is no IPv6 here")
	}
	t.Cleanup(func() { conn.Close() })
	return conn.(*net.UDPConn)
}

func hears(t *testing.T, conn *net.UDPConn, within time.Duration) (text string, from net.Addr) {
	t.Helper()
	packet := make([]byte, 100)
	_ = conn.SetReadDeadline(time.Now().Add(within))
	n, from, err := conn.ReadFrom(packet)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	return string(packet[:n]), from
}

func TestTheFamilyThatAnswersFirstLeadsToTheRelay(t *testing.T) {
	const soon = 5 * time.Second
	one, other := relayAt(t, "127.0.0.1:0"), relayAt(t, "[::1]:0")
	stranger := relayAt(t, "[::1]:0")
	for _, answers := range []*net.UDPConn{one, other} {
		network, err := newSystemNet(true)
		if err != nil {
			t.Fatal(err)
		}
		first := one.LocalAddr().(*net.UDPAddr)
		both := []netip.AddrPort{first.AddrPort(), other.LocalAddr().(*net.UDPAddr).AddrPort()}
		network.servers[both[0]] = relayServer{addresses: both}
		conn, err := network.ListenPacket("udp4", "0.0.0.0:0")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.WriteTo([]byte("ask"), first); err != nil {
			t.Fatal(err)
		}
		var from net.Addr
		for _, relay := range []*net.UDPConn{one, other} {
			text, asked := hears(t, relay, soon)
			if text != "ask" {
				t.Fatalf("one family is not asked, but hears %q", text)
			}
			if relay == answers {
				from = asked
			}
		}
		at := &net.UDPAddr{IP: net.IPv6loopback, Port: from.(*net.UDPAddr).Port}
		_, _ = stranger.WriteTo([]byte("lie"), at)
		_, _ = answers.WriteTo([]byte("answer"), from)
		packet := make([]byte, 100)
		n, said, err := conn.ReadFrom(packet)
		if err != nil || string(packet[:n]) != "answer" || said.String() != first.String() {
			t.Errorf("it reads %q from %v, %v", packet[:n], said, err)
		}
		if _, err := conn.WriteTo([]byte("more"), first); err != nil {
			t.Fatal(err)
		}
		for _, relay := range []*net.UDPConn{one, other} {
			within := 100 * time.Millisecond
			if relay == answers {
				within = soon
			}
			if text, _ := hears(t, relay, within); (text == "more") != (relay == answers) {
				t.Errorf("the family that answered or another hears %q", text)
			}
		}
	}
}

func TestANameLeadsToOneAddressOfEachFamily(t *testing.T) {
	found := []netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("127.0.0.1"),
		netip.MustParseAddr("::ffff:192.0.2.1"), netip.MustParseAddr("2001:db8::2")}
	if all := onePerFamily(found, 3478, false); len(all) != 2 ||
		all[0] != netip.MustParseAddrPort("[2001:db8::1]:3478") ||
		all[1] != netip.MustParseAddrPort("127.0.0.1:3478") {
		t.Errorf("%v", all)
	}
	if all := onePerFamily(found, 3478, true); len(all) != 1 || !all[0].Addr().IsLoopback() {
		t.Errorf("on the loopback: %v", all)
	}
}
