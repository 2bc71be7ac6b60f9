package adminsocket

import (
	"fmt"
	"net"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// longestSocketPath is what the address of a Unix socket holds, in bytes, without the zero at its
// end (unix(7)).
const longestSocketPath = 107

// withSocketPath calls f with a path to a file in dir that fits into the address of a socket: one
// that is too long goes by way of the open directory.
func withSocketPath(dir, name string, f func(path string) error) error {
	path := filepath.Join(dir, name)
	if len(path) <= longestSocketPath {
		return f(path)
	}
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, err)
	}
	defer unix.Close(fd)
	return f(fmt.Sprintf("/proc/self/fd/%d/%s", fd, name))
}

// peerProcess is the process that opened the other end (SO_PEERCRED in unix(7)).
func peerProcess(c *net.UnixConn) (pid int) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0
	}
	_ = raw.Control(func(fd uintptr) { // 0 is the answer if it fails
		if who, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			pid = int(who.Pid)
		}
	})
	return pid
}
