package listen

import (
	"errors"
	"net"
	"strconv"
	"syscall"

	"einmal/internal/cli"
)

// CloseAll closes UDP sockets.
func CloseAll(conns []net.PacketConn) error {
	var errs []error
	for _, conn := range conns {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// portAttempts: with port 0 the number that is free for TCP may be taken for UDP; many in a row are
// not.
const portAttempts = 20

// TCPAndUDP opens TCP and UDP on the same number, which is all that a firewall has to let through.
// UDP may take several sockets.
func TCPAndUDP(host string, port uint16) (net.Listener, []net.PacketConn, error) {
	for attempt := 1; ; attempt++ {
		tcp, err := TCP(host, port)
		if err != nil {
			return nil, nil, err
		}
		udp, err := listenUDP(host, PortOf(tcp))
		if err == nil {
			return tcp, append(listenEachAddress(host, PortOf(tcp), reusePort), udp), nil
		}
		tcp.Close()
		if port != 0 || attempt == portAttempts || !errors.Is(err, syscall.EADDRINUSE) {
			return nil, nil, Problem("UDP", tcp.Addr().String(), err)
		}
	}
}

// PortOf is the port that a TCP listener has.
func PortOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// TCP opens one listener. Errors are for people.
func TCP(host string, port uint16) (net.Listener, error) {
	address := net.JoinHostPort(host, strconv.Itoa(int(port)))
	tcp, err := net.Listen("tcp", address)
	if err != nil {
		return nil, Problem("TCP", address, err)
	}
	return tcp, nil
}

// Problem explains why a socket did not open.
func Problem(network, address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return cli.Problemf("port-in-use", "Another program listens on %s %s already; stop it, or "+
			"choose another port.", network, address)
	}
	return cli.Problemf("listen-failed", "The server cannot listen on %s %s: %v.", network,
		address, err)
}
