//go:build !linux

package adminsocket

import (
	"net"
	"path/filepath"
)

// withSocketPath calls f with the path to a file in dir. The system refuses one that is too long
// for the address of a socket.
func withSocketPath(dir, name string, f func(path string) error) error {
	return f(filepath.Join(dir, name))
}

// peerProcess is not known here.
func peerProcess(*net.UnixConn) int { return 0 }
