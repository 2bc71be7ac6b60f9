package listen

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"einmal/internal/config"
)

// control does something to a socket before it is bound (net.ListenConfig, Control).
type control = func(network, address string, conn syscall.RawConn) error

// listenUDP opens one socket. One on all addresses leaves room beside it for those of listenEach.
func listenUDP(host string, port int) (net.PacketConn, error) {
	var l net.ListenConfig
	if config.IsUnspecified(host) {
		l.Control = reusePort
	}
	return l.ListenPacket(context.Background(), "udp", net.JoinHostPort(host, strconv.Itoa(port)))
}

// listenEachAddress opens, beside a socket on all addresses, one on each address that the machine
// has now: what comes there is preferred by the kernel, and answered from the address to which it
// came. A socket on all addresses answers from the one that the routes suggest, which on a machine
// with several is often another, and clients drop that. It remains for addresses that come later.
// What lets them share the port is done by share.
func listenEachAddress(host string, port int, share control) []net.PacketConn {
	if !config.IsUnspecified(host) || share == nil {
		return nil
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var conns []net.PacketConn
	for _, address := range addresses {
		prefix, err := netip.ParsePrefix(address.String())
		ip := prefix.Addr()
		if err != nil || ip.IsLinkLocalUnicast() || ip.Is6() && host == "0.0.0.0" {
			continue
		}
		l := net.ListenConfig{Control: share}
		conn, err := l.ListenPacket(context.Background(), "udp",
			net.JoinHostPort(ip.String(), strconv.Itoa(port)))
		if err == nil { // an address may be gone in this moment
			conns = append(conns, conn)
		}
	}
	return conns
}
