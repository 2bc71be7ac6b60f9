//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// floorMagic begins the message that tells the floor a client's number; n and n^1 are partners.
const floorMagic = 0xF100F100

type floorHeader struct {
	unix.Msghdr
	done uint32
}

// serveFloor forwards datagrams between partners with only one blocking recvmmsg and one sendmmsg a
// turn, on a thread of its own, as a plain C program would.
func serveFloor() error {
	runtime.LockOSThread()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 4<<20)
	name, err := unix.Getsockname(fd)
	if err != nil {
		return err
	}
	fmt.Printf("127.0.0.1:%d\nready\n", name.(*unix.SockaddrInet4).Port)
	const batch, slot = 64, 2048
	var (
		buffers  = make([]byte, batch*slot)
		headers  [batch]floorHeader
		vectors  [batch]unix.Iovec
		names    [batch]unix.RawSockaddrInet4
		partners = make(map[uint64]*unix.RawSockaddrInet4)
		numbers  = make(map[uint32]*unix.RawSockaddrInet4)
	)
	for {
		for i := range headers {
			vectors[i].Base = &buffers[i*slot]
			vectors[i].SetLen(slot)
			headers[i].Name, headers[i].Namelen = (*byte)(unsafe.Pointer(&names[i])), unix.SizeofSockaddrInet4
			headers[i].Iov = &vectors[i]
			headers[i].SetIovlen(1)
		}
		n, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&headers[0])), batch, unix.MSG_WAITFORONE, 0, 0)
		if errno != 0 {
			continue
		}
		out := 0
		for i := range int(n) {
			packet := buffers[i*slot : i*slot+int(headers[i].done)]
			if len(packet) == 8 && binary.BigEndian.Uint32(packet) == floorMagic {
				number, from := binary.BigEndian.Uint32(packet[4:]), names[i]
				numbers[number] = &from
				if other := numbers[number^1]; other != nil {
					partners[floorKey(&from)], partners[floorKey(other)] = other, &from
				}
				continue
			}
			to := partners[floorKey(&names[i])]
			if to == nil {
				continue
			}
			vectors[out].Base = &packet[0]
			vectors[out].SetLen(len(packet))
			headers[out].Name = (*byte)(unsafe.Pointer(to))
			headers[out].Iov = &vectors[out]
			out++
		}
		if out > 0 {
			_, _, _ = unix.RawSyscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&headers[0])), uintptr(out), 0, 0, 0)
		}
	}
}

func floorKey(n *unix.RawSockaddrInet4) uint64 {
	return uint64(binary.BigEndian.Uint32(n.Addr[:]))<<16 | uint64(n.Port)
}
