package turnserver

import (
	"net"
	"net/netip"
	"syscall"

	"einmal/turnserver/internal/rawsocket"
	"einmal/turnserver/internal/turnmsg"

	"golang.org/x/sys/unix"
)

// The fast path reads and writes datagrams in batches.
//
// It waits on Go's netpoller, with the whole loop inside one RawConn.Read: after a batch that was
// not full the socket is empty, so the loop goes to wait without asking once more. The poller is
// edge-triggered, and an edge that comes meanwhile is kept; only entering RawConn.Read forgets
// edges, therefore each entry reads at least once.

// batchSize is how many datagrams one system call takes: at 40,000 packets a second and a pause of
// half a millisecond 20 come at a time; the buffers take 110 KB.
const batchSize = 64

// slot is the space for one datagram: Headroom, the datagram, its padding.
const slot = turnmsg.Headroom + turnmsg.MaxMessageSize + 8

// socketBuffer is how much the kernel may buffer while we pause or wait for a core, in bytes: a
// tenth of a second at 40,000 packets a second, if net.core.rmem_max lets us have it.
const socketBuffer = 4 << 20

// socketName is an address as the kernel reads it.
type socketName = rawsocket.SockAddr

type batch struct {
	conn   *udpConn
	raw    syscall.RawConn
	ipv6   bool
	poll   adaptivePoll
	outbox outbox

	messages [batchSize]rawsocket.Message
	vectors  [batchSize]unix.Iovec
	names    [batchSize]socketName
	buffers  []byte

	next, count  int  // the messages that were read and not handled yet
	used         int  // slots that hold something of handled messages
	wipeResponse bool // one of them was not data
	drained      bool // the last batch was not full

	// Used by the current call of readBatches.
	step func(fd uintptr) bool // made once, so that a call does not allocate
	err  error
}

// newBatch makes the fast path for a socket of the kernel, and returns nil for any other.
func newBatch(d *udpConn) *batch {
	conn, ok := d.PacketConn.(*net.UDPConn)
	if !ok {
		return nil
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil
	}
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	b := &batch{conn: d, raw: raw, buffers: make([]byte, batchSize*slot)}
	b.step = b.handleBatches
	err = raw.Control(func(fd uintptr) {
		family, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_DOMAIN)
		b.ipv6 = err == nil && family == unix.AF_INET6
		b.outbox.segmenting = unix.SetsockoptInt(int(fd), unix.SOL_UDP, unix.UDP_SEGMENT, 0) == nil
	})
	if err != nil {
		return nil
	}
	for i := range b.messages {
		b.vectors[i].Base = &b.buffers[i*slot+turnmsg.Headroom]
		b.vectors[i].SetLen(turnmsg.MaxMessageSize)
		m := &b.messages[i]
		m.Name = b.names[i].Pointer()
		m.Namelen = unix.SizeofSockaddrInet6
		m.Iov = &b.vectors[i]
		m.SetIovlen(1)
	}
	return b
}

func (b *batch) socketName(addr netip.AddrPort) socketName {
	return rawsocket.NewSockAddr(addr, b.ipv6)
}

// readBatches forwards until the socket fails.
func (b *batch) readBatches() error {
	b.err, b.drained = nil, false
	if err := b.raw.Read(b.step); err != nil {
		return err
	}
	return b.err
}

// handleBatches works until the socket is closed or fails (true), or is empty (false).
func (b *batch) handleBatches(fd uintptr) bool {
	for {
		// under load the socket is never empty, and only waiting would notice that it is closed
		if b.conn.closed.Load() {
			b.err = net.ErrClosed
			return true
		}
		b.handleBatch(fd)
		if b.drained {
			b.drained = false
			b.wipeBuffers()
			if !b.poll.pauses {
				return false
			}
			b.poll.sleepBriefly()
		}
		if !b.receive(fd) {
			b.wipeBuffers()
			return b.err != nil
		}
	}
}

// receive reads the next batch and tells whether there was one.
func (b *batch) receive(fd uintptr) bool {
	for i := range b.count {
		b.messages[i].Namelen = unix.SizeofSockaddrInet6
	}
	n, errno := rawsocket.ReceiveMessages(fd, b.messages[:])
	for errno == unix.EINTR {
		n, errno = rawsocket.ReceiveMessages(fd, b.messages[:])
	}
	b.next, b.count = 0, 0
	if errno != 0 {
		if errno != unix.EAGAIN {
			b.err = errno
		}
		return false
	}
	b.count, b.used, b.drained = n, max(b.used, n), n < batchSize
	b.poll.countPackets(n)
	return true
}

// wipeBuffers overwrites messages and addresses that were handled: a quiet relay remembers nothing.
// It overwrites whole slots, because behind a short message there may be the end of a longer one.
func (b *batch) wipeBuffers() {
	clear(b.buffers[:b.used*slot])
	clear(b.names[:b.used])
	b.used = 0
	if b.wipeResponse {
		b.wipeResponse = false
		b.conn.wipeResponse()
	}
}

// handleBatch handles the messages that were read.
func (b *batch) handleBatch(fd uintptr) {
	for b.forwardData(); b.next < b.count; b.forwardData() {
		b.wipeResponse = true
		b.conn.handleMessage(b.packetAt(b.next), b.names[b.next].AddrPort())
		b.next++
	}
	b.outbox.sendAll(b.conn, fd)
}

// packetAt is a message as it was read.
func (b *batch) packetAt(i int) []byte {
	start := i*slot + turnmsg.Headroom
	return b.buffers[start : start+int(b.messages[i].Length)]
}

// forwardData puts data messages into the outbox, up to the first message that is not data.
func (b *batch) forwardData() {
	table := b.conn.table
	table.mu.RLock()
	defer table.mu.RUnlock()
	now := table.elapsed()
	for ; b.next < b.count; b.next++ {
		i := b.next
		if b.messages[i].Flags&unix.MSG_TRUNC != 0 {
			table.countDrop(dropTooLong)
			continue
		}
		if !turnmsg.IsData(b.packetAt(i)) {
			return
		}
		start := i*slot + turnmsg.Headroom
		to, message := b.conn.transport.forward(b.names[i].AddrPort(), b.buffers, start,
			start+int(b.messages[i].Length), now)
		if to != nil {
			b.outbox.appendMessage(to, message)
		}
	}
}
