package rtc

import (
	"net"
	"net/netip"
	"slices"
	"sync/atomic"
)

// relaySocket is a UDP socket to one relay, of both families. Until the relay has answered from one
// of its addresses, all of them are asked. Whatever does not come from the relay is dropped.
//
// Writing may be concurrent; one goroutine reads.
type relaySocket struct {
	*net.UDPConn
	net   *systemNet
	route atomic.Pointer[socketRoute] // nil until the first packet is sent
}

// socketRoute is where packets go. It is replaced, not changed.
type socketRoute struct {
	told *net.UDPAddr // how pion knows the relay
	to   []netip.AddrPort
}

// LocalAddr hides the family of the socket: pion would ask for a relayed address of the same, and
// ours are IPv4 over either (turnserver, refuseFamily). Other relays give IPv4 to whoever asks for
// nothing else (RFC 8656, section 7.2), and that reaches all.
func (s *relaySocket) LocalAddr() net.Addr {
	return &net.UDPAddr{IP: net.IPv4zero, Port: s.UDPConn.LocalAddr().(*net.UDPAddr).Port}
}

// WriteTo sends to the relay, which is to.
func (s *relaySocket) WriteTo(packet []byte, to net.Addr) (int, error) {
	route := s.route.Load()
	if route == nil {
		told, ok := to.(*net.UDPAddr)
		if !ok {
			return 0, net.ErrClosed
		}
		s.route.CompareAndSwap(nil, &socketRoute{told, s.net.serverAt(told.AddrPort()).addresses})
		route = s.route.Load()
	}
	var failed error
	sent := false
	for _, at := range route.to {
		if _, err := s.WriteToUDPAddrPort(packet, at); err != nil {
			failed = err
		} else {
			sent = true
		}
	}
	if !sent {
		return 0, failed
	}
	return len(packet), nil
}

// ReadFrom returns what comes from the relay. Its first answer settles how it is reached.
func (s *relaySocket) ReadFrom(packet []byte) (int, net.Addr, error) {
	for {
		n, from, err := s.ReadFromUDPAddrPort(packet)
		if err != nil {
			return n, nil, err
		}
		route, from := s.route.Load(), unmapped(from)
		if route == nil || !slices.Contains(route.to, from) {
			continue
		}
		if len(route.to) > 1 {
			s.route.Store(&socketRoute{route.told, []netip.AddrPort{from}})
		}
		return n, route.told, nil
	}
}

// relayStream is a TCP connection to a relay. Like [relaySocket], it hides its family.
type relayStream struct{ *net.TCPConn }

func (s relayStream) LocalAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4zero, Port: s.TCPConn.LocalAddr().(*net.TCPAddr).Port}
}
