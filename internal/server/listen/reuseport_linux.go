package listen

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// reusePort lets sockets of this user, and nobody else's, be bound to the same port (socket(7),
// SO_REUSEPORT).
var reusePort = func(_, _ string, conn syscall.RawConn) error {
	var err error
	failed := conn.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
	})
	return errors.Join(failed, err)
}
