//go:build !linux

package adminsocket

import "path/filepath"

// atPath calls f with the path to a file in dir. The system refuses one that is too long for the
// address of a socket.
func atPath(dir, name string, f func(path string) error) error {
	return f(filepath.Join(dir, name))
}
