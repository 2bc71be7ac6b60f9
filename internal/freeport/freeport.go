// Package freeport finds ports for programs that tests start.
package freeport

import (
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
)

// Below those that systems give to sockets of their own accord (Linux from 32768, RFC 6335 section
// 6 from 49152): what another test opens meanwhile does not take it.
const (
	first = 20_000
	count = 10_000
)

// Find gives a port that nobody uses on any address, neither for TCP nor for UDP: a web server with
// HTTP/3 wants both. Nothing keeps it until it is opened.
func Find(t testing.TB) int {
	t.Helper()
	for range 100 {
		port := first + rand.IntN(count) //nolint:gosec // it is to be found, not secret
		if isFree(port) {
			return port
		}
	}
	t.Fatal("no port is free")
	return 0
}

// Address is one of 127.0.0.1.
func Address(t testing.TB) string {
	t.Helper()
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(Find(t)))
}

func isFree(port int) bool {
	address := net.JoinHostPort("", strconv.Itoa(port))
	tcp, err := net.Listen("tcp", address)
	if err != nil {
		return false
	}
	defer tcp.Close()
	udp, err := net.ListenPacket("udp", address)
	if err != nil {
		return false
	}
	udp.Close()
	return true
}
