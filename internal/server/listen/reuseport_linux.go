package listen

import (
	"errors"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// reusePort lets sockets of this user, and nobody else's, be bound to the same port (socket(7),
// SO_REUSEPORT).
var reusePort = func(_, _ string, conn syscall.RawConn) error {
	return setOption(conn, unix.SO_REUSEPORT, 1)
}

// reuseAddress lets sockets of any user be bound to the same port, as long as all of them have it
// (socket(7), SO_REUSEADDR).
func reuseAddress(_, _ string, conn syscall.RawConn) error {
	return setOption(conn, unix.SO_REUSEADDR, 1)
}

// besideHanded opens the other sockets of a UDP port beside one that the service manager has
// opened. That one belongs to root, so SO_REUSEPORT is not enough. Whoever would share the port
// later finds SO_REUSEADDR gone.
func besideHanded(conn *net.UDPConn, host string, port uint16) ([]net.PacketConn, error) {
	raw, err := conn.SyscallConn()
	if err == nil {
		err = reuseAddress("", "", raw)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	all := append(listenEachAddress(host, int(port), reuseAddress), conn)
	for _, one := range all {
		raw, e := one.(*net.UDPConn).SyscallConn()
		if e == nil {
			e = setOption(raw, unix.SO_REUSEADDR, 0)
		}
		err = errors.Join(err, e)
	}
	if err != nil {
		return nil, errors.Join(err, CloseAll(all))
	}
	return all, nil
}

func setOption(conn syscall.RawConn, option, value int) error {
	var err error
	failed := conn.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, option, value)
	})
	return errors.Join(failed, err)
}
