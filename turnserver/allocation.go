package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"os"
	"slices"
	"sync/atomic"
	"time"
)

// ChannelData (RFC 8656, 12.4): channel number, length of the data, data. Over a stream it is
// padded to four bytes.
const (
	ChannelHeaderSize = 4
	FirstChannel      = 0x4000
)

// MaxMessageSize is the largest message that is relayed or looked at, in bytes: an Ethernet frame
// with its TURN header.
const MaxMessageSize = 1600

// allocation is a relayed transport address that exists only here. For pion it is the relay socket;
// what members send each other does not go through its ReadFrom, which therefore returns only when
// the allocation ends.
type allocation struct {
	table *allocationTable
	port  uint16
	done  chan struct{}

	// Set by adopt, and from then on only read.
	transport *transport
	from      netip.AddrPort
	member    *member
	client    client

	// when the client sent data, or allocated, to a second; of the exchange's time
	lastSent atomic.Int64

	// Under x.mu.
	expires   time.Time
	expiry    *time.Timer
	permitted bool // one bit, for there is but one relay address that could be permitted
	channels  []channel
}

// channel binds a number to the virtual port of a peer.
type channel struct{ number, port uint16 }

// portOf finds what a channel number is bound to.
func (a *allocation) portOf(number uint16) (uint16, bool) {
	for _, c := range a.channels {
		if c.number == number {
			return c.port, true
		}
	}
	return 0, false
}

// numberOf finds the channel bound to a port.
func (a *allocation) numberOf(port uint16) (uint16, bool) {
	for _, c := range a.channels {
		if c.port == port {
			return c.number, true
		}
	}
	return 0, false
}

// IsData tells what carries data from everything else.
func IsData(packet []byte) bool { return IsChannelData(packet) || isSendIndication(packet) }

// IsChannelData tells a ChannelData message from anything else (RFC 8656, 12).
func IsChannelData(packet []byte) bool {
	return len(packet) >= ChannelHeaderSize && packet[0]>>6 == 1
}

// forward finds the receiver of the data message at buffer[start:end] and rewrites the message in
// place for it. The buffer has headroom before the message and three bytes behind it. If there is
// no receiver, the message is dropped and counted. The time is that of the exchange. The caller
// holds the lock for reading; what comes back is good without it.
func (tr *transport) forward(from netip.AddrPort, buffer []byte, start, end int,
	now int64) (to client, message []byte) {
	source := tr.allocations[from]
	if source == nil {
		tr.table.countDrop(dropUnallocated)
		return nil, nil
	}
	source.markUsed(now)
	port, first, last, reason := source.readDestination(buffer[start:end])
	if reason != 0 {
		tr.table.countDrop(reason)
		return nil, nil
	}
	target, number, reason := tr.table.findReceiver(source, port)
	if reason != 0 {
		tr.table.countDrop(reason)
		return nil, nil
	}
	first, last = start+first, start+last
	if reason = tr.table.limits.mayPass(source.member.room, last-first, now); reason != 0 {
		tr.table.countDrop(reason)
		return nil, nil
	}
	tr.table.packets.Add(1)
	tr.table.bytes.Add(uint64(last - first)) //nolint:gosec // never negative
	if number == 0 {
		return target.client, WriteDataIndication(buffer, first, last, tr.table.relayed,
			source.port)
	}
	message = buffer[first-ChannelHeaderSize : last]
	binary.BigEndian.PutUint16(message, number)
	binary.BigEndian.PutUint16(message[2:], uint16(last-first)) //nolint:gosec // at most MaxMessageSize
	return target.client, message
}

// readDestination reads to which virtual port a data message goes, and where in it the data stands.
func (a *allocation) readDestination(packet []byte) (port uint16,
	first, last int, reason dropReason) {
	if IsChannelData(packet) {
		last = ChannelHeaderSize + int(binary.BigEndian.Uint16(packet[2:]))
		if last > len(packet) {
			return 0, 0, 0, dropMalformed
		}
		port, bound := a.portOf(binary.BigEndian.Uint16(packet))
		if !bound {
			return 0, 0, 0, dropUnbound
		}
		return port, ChannelHeaderSize, last, 0
	}
	peer, first, last, ok := ParseSendIndication(packet)
	switch {
	case !ok:
		return 0, 0, 0, dropMalformed
	case !a.permitted:
		return 0, 0, 0, dropUnpermitted
	case peer.Addr() != a.table.relayed:
		return 0, 0, 0, dropUnreachable
	}
	return peer.Port(), first, last, 0
}

// findReceiver finds the allocation at a port if the source may reach it, and the channel on which
// it wants data from the source; 0 is none, a Data indication then. As in pion and coturn, a bound
// channel is permission enough. The caller holds the lock for reading.
func (t *allocationTable) findReceiver(source *allocation,
	port uint16) (target *allocation, number uint16, reason dropReason) {
	target = t.ports[port]
	switch {
	case target == nil || target.member == nil:
		return nil, 0, dropUnreachable
	case target.member.room != source.member.room:
		return nil, 0, dropOtherRoom
	}
	number, bound := target.numberOf(source.port)
	if !bound && !target.permitted {
		return nil, 0, dropUnpermitted
	}
	return target, number, 0
}

// WriteTo would be data that pion relays. There is none: the carriers keep all of it to themselves.
func (a *allocation) WriteTo([]byte, net.Addr) (int, error) { return 0, net.ErrClosed }

// ReadFrom waits for the end of the allocation, and for a request that may still be about it: pion
// then stops its timers, which it does not guard against a permission that is just being made.
func (a *allocation) ReadFrom([]byte) (int, net.Addr, error) {
	<-a.done
	a.table.requestMu.Lock()
	defer a.table.requestMu.Unlock()
	return 0, nil, net.ErrClosed
}

// Close ends the allocation, as often as one likes.
func (a *allocation) Close() error {
	a.table.mu.Lock()
	defer a.table.mu.Unlock()
	a.table.endAllocation(a)
	return nil
}

// LocalAddr is the relayed address.
func (a *allocation) LocalAddr() net.Addr {
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(a.table.relayed, a.port))
}

// SetDeadline is not supported, nor are its siblings: nothing waits.
func (a *allocation) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (a *allocation) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (a *allocation) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

// addChannel and unbind keep the channels in step with pion's; permit does so for the permission.
func (t *allocationTable) addChannel(port, number, peer uint16) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.channels = append(a.channels, channel{number, peer})
	}
}

func (t *allocationTable) removeChannel(port, number uint16) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.channels = slices.DeleteFunc(a.channels,
			func(c channel) bool { return c.number == number })
	}
}

func (t *allocationTable) setPermission(port uint16, permitted bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.ports[port]; a != nil {
		a.permitted = permitted
	}
}
