package server_test

import (
	"net"
	"net/netip"
	"runtime"
	"testing"

	"einmal/internal/server/servertest"
)

// TestOnAllAddressesEachAnswersForItself: a client drops what comes from another address than it
// has asked. All of it stays on this machine.
func TestOnAllAddressesEachAnswersForItself(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the other systems have one socket for all addresses")
	}
	p := servertest.Start(t, servertest.WithTLS(t, "-relay-listen", "[::]:0",
		"-relay-address",
		"192.0.2.1")...)
	port := netip.MustParseAddrPort("[::]:" + relayOf(t, p)).Port()
	var ours []netip.Addr
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		if ip := netip.MustParsePrefix(address.String()).Addr(); !ip.IsLinkLocalUnicast() {
			ours = append(ours, ip)
		}
	}
	pairs := 0
	for _, from := range ours {
		for _, to := range ours {
			if from.Is4() != to.Is4() {
				continue
			}
			client := net.UDPAddrFromAddrPort(netip.AddrPortFrom(from, 0))
			c, err := net.DialUDP("udp", client,
				net.UDPAddrFromAddrPort(netip.AddrPortFrom(to, port)))
			if err != nil {
				continue // no way from the one to the other
			}
			defer c.Close()
			pairs++
			if !servertest.RefusesAllocate(t, c) {
				t.Errorf("no answer to pair %d of %d addresses", pairs, len(ours))
			}
		}
	}
	if pairs == 0 {
		t.Error("nothing was tried")
	}
}
