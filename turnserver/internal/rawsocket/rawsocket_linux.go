// Package rawsocket makes the system calls that read and write sockets without waiting, many
// datagrams at a time. It exists on Linux alone.
package rawsocket

import (
	"encoding/binary"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Message is struct mmsghdr of recvmmsg(2) and sendmmsg(2): a message, and how many of its bytes
// were transferred.
type Message struct {
	unix.Msghdr
	Length uint32
}

// ReceiveMessages and SendMessages do not wait: the socket is non-blocking. They skip the
// scheduler's bookkeeping for blocking calls, which would cost more than the call itself.
func ReceiveMessages(fd uintptr, messages []Message) (int, syscall.Errno) {
	n, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, fd, uintptr(unsafe.Pointer(&messages[0])),
		uintptr(len(messages)), unix.MSG_DONTWAIT, 0, 0)
	return int(n), errno //nolint:gosec // at most len(messages)
}

func SendMessages(fd uintptr, messages []Message) (int, syscall.Errno) {
	n, _, errno := unix.RawSyscall6(unix.SYS_SENDMMSG, fd, uintptr(unsafe.Pointer(&messages[0])),
		uintptr(len(messages)), unix.MSG_DONTWAIT, 0, 0)
	return int(n), errno //nolint:gosec // at most len(messages)
}

// SockAddr is an address in the form of the socket's family. IPv4 fits into the beginning.
type SockAddr struct {
	raw  unix.RawSockaddrInet6
	Size uint32
}

// NewSockAddr makes an address for an IPv6 or IPv4 socket.
func NewSockAddr(addr netip.AddrPort, ipv6 bool) (n SockAddr) {
	port := (*[2]byte)(unsafe.Pointer(&n.raw.Port)) // at the same place in both families
	binary.BigEndian.PutUint16(port[:], addr.Port())
	if ipv6 {
		n.raw.Family, n.raw.Addr = unix.AF_INET6, addr.Addr().As16()
		n.Size = unix.SizeofSockaddrInet6
		return n
	}
	short := (*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
	short.Family, short.Addr = unix.AF_INET, addr.Addr().Unmap().As4()
	n.Size = unix.SizeofSockaddrInet4
	return n
}

// Pointer is for msg_name.
func (n *SockAddr) Pointer() *byte { return (*byte)(unsafe.Pointer(&n.raw)) }

// AddrPort converts the address. IPv4 is always in its short form, and there is no zone.
func (n *SockAddr) AddrPort() netip.AddrPort {
	port := binary.BigEndian.Uint16((*[2]byte)(unsafe.Pointer(&n.raw.Port))[:])
	if n.raw.Family == unix.AF_INET {
		return netip.AddrPortFrom(
			netip.AddrFrom4((*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw)).Addr), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(n.raw.Addr).Unmap(), port)
}

// ReadBytes and WriteBytes skip the bookkeeping as well.
func ReadBytes(fd uintptr, p []byte) (int, syscall.Errno) {
	n, _, errno := unix.RawSyscall(unix.SYS_READ, fd, uintptr(unsafe.Pointer(&p[0])),
		uintptr(len(p)))
	if errno != 0 {
		return 0, errno
	}
	return int(n), 0 //nolint:gosec // at most len(p)
}

func WriteBytes(fd uintptr, p []byte) (int, syscall.Errno) {
	n, _, errno := unix.RawSyscall(unix.SYS_WRITE, fd, uintptr(unsafe.Pointer(&p[0])),
		uintptr(len(p)))
	return int(n), errno //nolint:gosec // at most len(p)
}
