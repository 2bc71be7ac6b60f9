package listen

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/coreos/go-systemd/v22/activation"

	"einmal/internal/cli"
)

// Handed are sockets that the service manager has opened and keeps open while the server restarts:
// what comes meanwhile waits in them (sd_listen_fds(3)). The zero value has none.
type Handed struct {
	tcp []net.Listener
	udp []*net.UDPConn
}

// TakeHanded takes what was handed over to this process; the second call gets none. Errors are for
// people.
func TakeHanded() (*Handed, error) {
	h := &Handed{}
	var problem error
	for _, file := range activation.Files(true) {
		if tcp, err := net.FileListener(file); err == nil {
			h.tcp = append(h.tcp, tcp)
		} else if conn, err := net.FilePacketConn(file); err != nil {
			problem = mismatch(fmt.Sprintf("a socket of which nothing can be read (%v)", err))
		} else if udp, ok := conn.(*net.UDPConn); ok {
			h.udp = append(h.udp, udp)
		} else {
			conn.Close()
			problem = mismatch("a socket that is neither TCP nor UDP")
		}
		file.Close()
	}
	if problem != nil {
		h.Close()
		return nil, problem
	}
	return h, nil
}

// Close closes what nobody has asked for.
func (h *Handed) Close() {
	for _, l := range h.tcp {
		l.Close()
	}
	for _, conn := range h.udp {
		conn.Close()
	}
	*h = Handed{}
}

// CheckUsed fails if something was handed over that the server does not listen on: whoever comes
// there would wait in vain.
func (h *Handed) CheckUsed() error {
	for _, l := range h.tcp {
		return mismatch("TCP " + l.Addr().String())
	}
	for _, conn := range h.udp {
		return mismatch("UDP " + conn.LocalAddr().String())
	}
	return nil
}

func mismatch(what string) error {
	return cli.Misusef("socket-mismatch", "The service manager hands over %s, and -listen or "+
		"-relay-listen says otherwise; make einmal.socket say the same as they do, or disable "+
		"it: the server then opens its sockets itself.", what)
}

// TCP is [TCP], with what was handed over for it.
func (h *Handed) TCP(host string, port uint16) (net.Listener, error) {
	for i, l := range h.tcp {
		if isFor(l.Addr(), host, port) {
			h.tcp = append(h.tcp[:i:i], h.tcp[i+1:]...)
			return l, nil
		}
	}
	return TCP(host, port)
}

// TCPAndUDP is [TCPAndUDP], with what was handed over for it: both, or one of them.
func (h *Handed) TCPAndUDP(host string, port uint16) (net.Listener, []net.PacketConn, error) {
	if len(h.tcp)+len(h.udp) == 0 || port == 0 {
		return TCPAndUDP(host, port)
	}
	tcp, err := h.TCP(host, port)
	if err != nil {
		return nil, nil, err
	}
	udp, err := h.listenUDP(host, port)
	if err != nil {
		tcp.Close()
		return nil, nil, Problem("UDP", tcp.Addr().String(), err)
	}
	return tcp, udp, nil
}

// listenUDP gives all sockets of a UDP port, first those on single addresses.
func (h *Handed) listenUDP(host string, port uint16) ([]net.PacketConn, error) {
	for i, conn := range h.udp {
		if isFor(conn.LocalAddr(), host, port) {
			h.udp = append(h.udp[:i:i], h.udp[i+1:]...)
			return besideHanded(conn, host, port)
		}
	}
	udp, err := listenUDP(host, int(port))
	if err != nil {
		return nil, err
	}
	return append(listenEachAddress(host, int(port), reusePort), udp), nil
}

// isFor says whether a socket is what -listen means by host and port.
func isFor(address net.Addr, host string, port uint16) bool {
	at, err := netip.ParseAddrPort(address.String())
	if err != nil || at.Port() != port {
		return false
	}
	wanted, err := netip.ParseAddr(host)
	return host == "" && at.Addr().IsUnspecified() ||
		err == nil && wanted.Unmap() == at.Addr().Unmap()
}
