package turnserver

import (
	"crypto/tls"
	"io"
	"net"
	"syscall"
	"time"

	"einmal/turnserver/internal/rawsocket"

	"golang.org/x/sys/unix"
)

// socket is the TCP socket below a stream. It reads and writes without waiting, so that a stream
// does not need a goroutine for each direction.
type socket struct {
	raw     syscall.RawConn
	overTLS bool // TLS is in between

	// Used by the reader.
	reading *stream
	read    func(fd uintptr) bool // made once, so that a call does not allocate
	err     error

	// Used by the writer.
	writeOut func(fd uintptr) bool
	unsent   func(fd uintptr)
	out      []byte
	n        int
	failed   error
}

// newSocket finds the socket of a connection. It is nil if there is none that we can use.
func newSocket(conn net.Conn) *socket {
	secure := false
	for {
		switch c := conn.(type) {
		case *net.TCPConn:
			raw, err := c.SyscallConn()
			if err != nil {
				return nil
			}
			if secure {
				_ = c.SetWriteBuffer(2 * queueLimit)
			}
			k := &socket{raw: raw, overTLS: secure}
			k.read, k.writeOut, k.unsent = k.readStep, k.writeStep, k.unsentStep
			return k
		case *tls.Conn:
			secure, conn = true, c.NetConn()
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}

// isPlaintext tells whether what is read from the socket is what the client sent.
func (k *socket) isPlaintext() bool { return k != nil && !k.overTLS }

// readInto waits for bytes without holding a buffer for them.
func (k *socket) readInto(s *stream) error {
	k.reading, k.err = s, nil
	if err := k.raw.Read(k.read); err != nil {
		return err
	}
	return k.err
}

func (k *socket) readStep(fd uintptr) bool {
	s := k.reading
	n, errno := rawsocket.ReadBytes(fd, s.bufferSpace())
	switch {
	case errno == unix.EAGAIN || errno == unix.EINTR:
		s.releaseBuffer()
		return errno == unix.EINTR
	case errno != 0:
		k.err = errno
	case n == 0:
		k.err = io.EOF
	}
	s.filled += n
	return true
}

// writeNow writes what the socket takes without waiting, and returns how much that was.
func (k *socket) writeNow(s *stream, p []byte) (n int, err error) {
	if k == nil {
		return 0, nil
	}
	if k.overTLS {
		return k.writeTLS(s, p)
	}
	k.out, k.n, k.failed = p, 0, nil
	if err := k.raw.Write(k.writeOut); err != nil {
		return 0, err
	}
	return k.n, k.failed
}

func (k *socket) writeStep(fd uintptr) bool {
	n, errno := rawsocket.WriteBytes(fd, k.out)
	switch {
	case errno == 0:
		k.n = n
	case errno != unix.EAGAIN && errno != unix.EINTR:
		k.failed = errno
	}
	k.out = nil
	return true
}

// fewUnsent bytes in a socket leave space for readSize more: its buffer holds twice queueLimit, and
// even the smallest packets use no more than ten times their length.
const fewUnsent = 4 << 10

// writeTLS writes only if the socket will take all of it, because a TLS record cannot be
// interrupted.
func (k *socket) writeTLS(s *stream, p []byte) (n int, err error) {
	k.n = fewUnsent
	if err := k.raw.Control(k.unsent); err != nil {
		return 0, err
	}
	if k.n >= fewUnsent || len(p) > readSize {
		return 0, nil
	}
	_ = s.SetWriteDeadline(time.Now().Add(stalledWrite)) // in case it waits nevertheless
	return s.Conn.Write(p)
}

func (k *socket) unsentStep(fd uintptr) {
	n, err := unix.IoctlGetInt(int(fd), unix.SIOCOUTQ) //nolint:gosec // a file descriptor
	if err == nil {
		k.n = n
	}
}
