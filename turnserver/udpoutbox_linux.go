package turnserver

import (
	"syscall"
	"unsafe"

	"einmal/turnserver/internal/rawsocket"

	"golang.org/x/sys/unix"
)

// A burst for one client goes out as one message that the kernel cuts into datagrams (UDP_SEGMENT,
// GSO): all of the first's size but the last, which may be shorter. 64 segments and 65,507 bytes
// are the kernel's limits.
const maxBurst = 65000

// outbox collects the messages of one batch by receiver. It keeps their order for each receiver,
// but not between receivers.
type outbox struct {
	segmenting bool // the kernel knows UDP_SEGMENT

	datagrams                 [batchSize]datagram
	bursts                    [batchSize]burst
	datagramCount, burstCount int

	messages [batchSize]rawsocket.Message
	vectors  [batchSize]unix.Iovec
	controls [batchSize]segmentSize
	owners   [batchSize]int // the burst of each message
}

// datagram is one message. Those of a burst are linked.
type datagram struct {
	message []byte
	next    int
}

// burst is what goes to one receiver at once.
type burst struct {
	to                 client
	first, last, count int
	segment, size      int
	open               bool // takes more of the same size
}

// segmentSize is the control message for UDP_SEGMENT.
type segmentSize struct {
	unix.Cmsghdr
	size    uint16
	padding [6]byte
}

// appendMessage appends a message to the last burst of its receiver, or begins one.
func (o *outbox) appendMessage(to client, message []byte) {
	l := o.datagramCount
	o.datagramCount++
	o.datagrams[l] = datagram{message: message, next: -1}
	for i := o.burstCount - 1; i >= 0; i-- {
		b := &o.bursts[i]
		if b.to != to {
			continue
		}
		if !b.open || len(message) > b.segment || b.size+len(message) > maxBurst {
			break
		}
		o.datagrams[b.last].next = l
		b.last = l
		b.count++
		b.size += len(message)
		b.open = len(message) == b.segment
		return
	}
	o.bursts[o.burstCount] = burst{to: to, first: l, last: l, count: 1, segment: len(message),
		size: len(message), open: o.segmenting}
	o.burstCount++
}

// sendAll sends everything: in one system call to receivers on this socket, whose fd is given, and
// one by one to those on another socket or a stream.
func (o *outbox) sendAll(d *udpConn, fd uintptr) {
	if o.burstCount == 0 {
		return
	}
	vectors, messages := 0, 0
	for i := range o.bursts[:o.burstCount] {
		b := &o.bursts[i]
		c, ok := b.to.(*udpClient)
		if !ok || c.conn != d {
			o.sendOneByOne(b)
			continue
		}
		m := &o.messages[messages]
		m.Iov = &o.vectors[vectors]
		m.SetIovlen(b.count)
		m.Name, m.Namelen = c.name.Pointer(), c.name.Size
		m.Control = nil
		m.SetControllen(0)
		if b.count > 1 {
			o.setSegmentSize(m, &o.controls[messages], b.segment)
		}
		for l := b.first; l >= 0; l = o.datagrams[l].next {
			o.vectors[vectors].Base = &o.datagrams[l].message[0]
			o.vectors[vectors].SetLen(len(o.datagrams[l].message))
			vectors++
		}
		o.owners[messages] = i
		messages++
	}
	o.sendBursts(d, fd, messages)
	clear(o.bursts[:o.burstCount]) // do not keep receivers that leave
	clear(o.messages[:messages])
	o.datagramCount, o.burstCount = 0, 0
}

// setSegmentSize asks the kernel to cut a message into datagrams.
func (o *outbox) setSegmentSize(m *rawsocket.Message, control *segmentSize, size int) {
	control.Level, control.Type = unix.SOL_UDP, unix.UDP_SEGMENT
	control.SetLen(unix.CmsgLen(2))
	control.size = uint16(size) //nolint:gosec // at most MaxMessageSize+Headroom
	m.Control = (*byte)(unsafe.Pointer(control))
	m.SetControllen(unix.CmsgSpace(2))
}

// sendOneByOne sends the messages of a burst one by one.
func (o *outbox) sendOneByOne(b *burst) {
	for l := b.first; l >= 0; l = o.datagrams[l].next {
		b.to.sendMessage(o.datagrams[l].message)
	}
	b.to.flushMessages()
}

// sendBursts hands messages to the kernel. What it does not take is lost, as datagrams are, except
// for bursts that it cannot cut (a path with a small MTU, a device without checksums): those are
// sent one by one.
func (o *outbox) sendBursts(d *udpConn, fd uintptr, count int) {
	for at := 0; at < count; {
		n, errno := rawsocket.SendMessages(fd, o.messages[at:count])
		switch {
		case errno == 0:
			at += n
		case errno == unix.EINTR:
		case errno == unix.EAGAIN || errno == unix.ENOBUFS:
			for ; at < count; at++ {
				lost := uint64(o.bursts[o.owners[at]].count) //nolint:gosec // at most batchSize
				d.table.drops[dropQueueFull].Add(lost)
			}
		default:
			o.resendOneByOne(d, &o.bursts[o.owners[at]], errno)
			at++
		}
	}
}

// resendOneByOne sends a burst that the kernel refused, one datagram at a time.
func (o *outbox) resendOneByOne(d *udpConn, b *burst, errno syscall.Errno) {
	if b.count == 1 {
		d.table.countDrop(dropUnsendable)
		return
	}
	if errno == unix.EIO {
		o.segmenting = false
	}
	o.sendOneByOne(b)
}
