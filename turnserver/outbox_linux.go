package turnserver

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A burst for one client goes out as one message that the kernel cuts into datagrams (UDP_SEGMENT,
// GSO): all of the first's size but the last, which may be shorter. 64 segments and 65,507 bytes
// are the kernel's limits.
const maxBurst = 65000

// outbox collects the messages of one batch by receiver. It keeps the order of each receiver's, not
// that between receivers.
type outbox struct {
	segmenting bool // the kernel knows UDP_SEGMENT

	letters [batchSize]letter
	bursts  [batchSize]burst
	nl, nb  int

	messages [batchSize]mmsghdr
	vectors  [batchSize]unix.Iovec
	controls [batchSize]segmentSize
	owners   [batchSize]int // the burst of each message
}

// letter is one message; those of a burst are chained.
type letter struct {
	message []byte
	next    int
}

// burst is what goes to one receiver in one go.
type burst struct {
	to                 client
	first, last, count int
	segment, size      int
	open               bool // for more of the same size
}

// segmentSize is the control message for UDP_SEGMENT.
type segmentSize struct {
	unix.Cmsghdr
	size    uint16
	padding [6]byte
}

// add appends a message to the last burst of its receiver, or begins one.
func (o *outbox) add(to client, message []byte) {
	l := o.nl
	o.nl++
	o.letters[l] = letter{message: message, next: -1}
	for i := o.nb - 1; i >= 0; i-- {
		b := &o.bursts[i]
		if b.to != to {
			continue
		}
		if !b.open || len(message) > b.segment || b.size+len(message) > maxBurst {
			break
		}
		o.letters[b.last].next = l
		b.last = l
		b.count++
		b.size += len(message)
		b.open = len(message) == b.segment
		return
	}
	o.bursts[o.nb] = burst{to: to, first: l, last: l, count: 1, segment: len(message),
		size: len(message), open: o.segmenting}
	o.nb++
}

// flush sends everything. Receivers on the socket itself, whose fd is given, are served in one
// system call; those on another socket or a stream one by one.
func (o *outbox) flush(d *datagrams, fd uintptr) {
	if o.nb == 0 {
		return
	}
	vectors, messages := 0, 0
	for i := range o.bursts[:o.nb] {
		b := &o.bursts[i]
		c, ok := b.to.(*datagramClient)
		if !ok || c.d != d {
			o.each(b)
			continue
		}
		m := &o.messages[messages]
		m.Iov = &o.vectors[vectors]
		m.SetIovlen(b.count)
		m.Name, m.Namelen = c.name.pointer(), c.name.size
		m.Control = nil
		m.SetControllen(0)
		if b.count > 1 {
			o.segment(m, &o.controls[messages], b.segment)
		}
		for l := b.first; l >= 0; l = o.letters[l].next {
			o.vectors[vectors].Base = &o.letters[l].message[0]
			o.vectors[vectors].SetLen(len(o.letters[l].message))
			vectors++
		}
		o.owners[messages] = i
		messages++
	}
	o.send(d, fd, messages)
	clear(o.bursts[:o.nb]) // receivers that leave are not to be kept
	clear(o.messages[:messages])
	o.nl, o.nb = 0, 0
}

// segment asks the kernel to cut a message.
func (o *outbox) segment(m *mmsghdr, control *segmentSize, size int) {
	control.Level, control.Type = unix.SOL_UDP, unix.UDP_SEGMENT
	control.SetLen(unix.CmsgLen(2))
	control.size = uint16(size) //nolint:gosec // at most maxPacket+headroom
	m.Control = (*byte)(unsafe.Pointer(control))
	m.SetControllen(unix.CmsgSpace(2))
}

// each sends the messages of a burst one by one.
func (o *outbox) each(b *burst) {
	for l := b.first; l >= 0; l = o.letters[l].next {
		b.to.send(o.letters[l].message)
	}
	b.to.flush()
}

// send hands messages to the kernel. What it does not take is lost, as datagrams are, but for
// bursts that it cannot cut (a path with a small MTU, a device without checksums): those go out
// singly.
func (o *outbox) send(d *datagrams, fd uintptr, count int) {
	for at := 0; at < count; {
		n, errno := sendmmsg(fd, o.messages[at:count])
		switch {
		case errno == 0:
			at += n
		case errno == unix.EINTR:
		case errno == unix.EAGAIN || errno == unix.ENOBUFS:
			for ; at < count; at++ {
				d.x.drops[dropQueueFull].Add(uint64(o.bursts[o.owners[at]].count)) //nolint:gosec // at most batchSize
			}
		default:
			o.singly(d, &o.bursts[o.owners[at]], errno)
			at++
		}
	}
}

// singly sends a burst that the kernel refused, without help from the kernel.
func (o *outbox) singly(d *datagrams, b *burst, errno syscall.Errno) {
	if b.count == 1 {
		d.x.drop(dropUnsendable)
		return
	}
	if errno == unix.EIO {
		o.segmenting = false
	}
	o.each(b)
}
