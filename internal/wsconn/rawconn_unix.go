//go:build unix

package wsconn

import "syscall"

// writeSocket writes what the socket, which does not block, takes, and gives the number of bytes; 0
// if that is an error.
func writeSocket(socket uintptr, b []byte) int {
	n, _ := syscall.Write(int(socket), b)
	return max(n, 0)
}
