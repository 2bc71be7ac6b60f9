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

// Message is struct mmsghdr of recvmmsg(2) and sendmmsg(2): a message and how many bytes of it
// went.
type Message struct {
	unix.Msghdr
	Length uint32
}

// ReceiveMessages and sendmmsg do not wait: the socket is non-blocking. They skip the scheduler's
// bookkeeping for blocking calls, which at call rates costs more than the call.
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

// SockAddr is an address as the socket's family has it. IPv4 fits into the beginning.
type SockAddr struct {
	raw  unix.RawSockaddrInet6
	Size uint32
}

// NewSockAddr writes an address for a socket that is IPv6 or not.
func NewSockAddr(addr netip.AddrPort, ipv6 bool) (n SockAddr) {
	port := (*[2]byte)(unsafe.Pointer(&n.raw.Port)) // at the same place in both families
	binary.BigEndian.PutUint16(port[:], addr.Port())
	if ipv6 {
		n.raw.Family, n.raw.Addr, n.Size = unix.AF_INET6, addr.Addr().As16(), unix.SizeofSockaddrInet6
		return n
	}
	short := (*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
	short.Family, short.Addr, n.Size = unix.AF_INET, addr.Addr().Unmap().As4(), unix.SizeofSockaddrInet4
	return n
}

// Pointer is for msg_name.
func (n *SockAddr) Pointer() *byte { return (*byte)(unsafe.Pointer(&n.raw)) }

// AddrPort reads the address back, IPv4 always in its short form and without a zone.
func (n *SockAddr) AddrPort() netip.AddrPort {
	port := binary.BigEndian.Uint16((*[2]byte)(unsafe.Pointer(&n.raw.Port))[:])
	if n.raw.Family == unix.AF_INET {
		return netip.AddrPortFrom(
			netip.AddrFrom4((*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw)).Addr), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(n.raw.Addr).Unmap(), port)
}

// ReadBytes and writeSocket skip the bookkeeping as well.
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
