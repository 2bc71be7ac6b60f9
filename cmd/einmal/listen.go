package main

import (
	"errors"
	"net"
	"strconv"
	"syscall"
)

// portAttempts: with port 0 the number that is free for TCP may be taken for UDP; many in a row are not.
const portAttempts = 20

// listenBoth opens TCP and UDP on the same number, which is all that a firewall has to let through.
func listenBoth(host string, port uint16) (net.Listener, net.PacketConn, error) {
	for attempt := 1; ; attempt++ {
		address := net.JoinHostPort(host, strconv.Itoa(int(port)))
		tcp, err := net.Listen("tcp", address)
		if err != nil {
			return nil, nil, socketProblem("TCP", address, err)
		}
		address = net.JoinHostPort(host, strconv.Itoa(portOf(tcp)))
		udp, err := net.ListenPacket("udp", address)
		if err == nil {
			return tcp, udp, nil
		}
		tcp.Close()
		if port != 0 || attempt == portAttempts || !errors.Is(err, syscall.EADDRINUSE) {
			return nil, nil, socketProblem("UDP", address, err)
		}
	}
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }
