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
	channelHeader = 4
	firstChannel  = 0x4000
)

// maxPacket is the largest message that is relayed or looked at, in bytes: an Ethernet frame with
// its TURN header.
const maxPacket = 1600

// allocation is a relayed transport address that exists only here. For pion it is the relay socket;
// what members send each other does not go through its ReadFrom, which therefore returns only when
// the allocation ends.
type allocation struct {
	x    *exchange
	port uint16
	done chan struct{}

	// Set by adopt, and from then on only read.
	leg    *leg
	from   netip.AddrPort
	member *member
	client client

	// when the client sent data, or allocated, to a second; of the exchange's time
	sent atomic.Int64

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

// isData tells what carries data from everything else.
func isData(packet []byte) bool { return isChannelData(packet) || isSendIndication(packet) }

// isChannelData tells a ChannelData message from anything else (RFC 8656, 12).
func isChannelData(packet []byte) bool { return len(packet) >= channelHeader && packet[0]>>6 == 1 }

// relay finds the receiver of the data message at buffer[start:end] and rewrites the message in
// place for it. The buffer has headroom before the message and three bytes behind it. If there is
// no receiver, the message is dropped and counted. The time is that of the exchange. The caller
// holds the lock for reading; what comes back is good without it.
func (l *leg) relay(from netip.AddrPort, buffer []byte, start, end int,
	now int64) (to client, message []byte) {
	source := l.allocations[from]
	if source == nil {
		l.x.drop(dropUnallocated)
		return nil, nil
	}
	source.used(now)
	port, first, last, reason := source.address(buffer[start:end])
	if reason != 0 {
		l.x.drop(reason)
		return nil, nil
	}
	target, number, reason := l.x.route(source, port)
	if reason != 0 {
		l.x.drop(reason)
		return nil, nil
	}
	first, last = start+first, start+last
	if reason = l.x.limits.mayPass(source.member.room, last-first, now); reason != 0 {
		l.x.drop(reason)
		return nil, nil
	}
	l.x.packets.Add(1)
	l.x.bytes.Add(uint64(last - first)) //nolint:gosec // never negative
	if number == 0 {
		return target.client, writeDataIndication(buffer, first, last, l.x.relayed, source.port)
	}
	message = buffer[first-channelHeader : last]
	binary.BigEndian.PutUint16(message, number)
	binary.BigEndian.PutUint16(message[2:], uint16(last-first)) //nolint:gosec // at most maxPacket
	return target.client, message
}

// address reads to which virtual port a data message goes, and where in it the data stands.
func (a *allocation) address(packet []byte) (port uint16, first, last int, reason dropReason) {
	if isChannelData(packet) {
		last = channelHeader + int(binary.BigEndian.Uint16(packet[2:]))
		if last > len(packet) {
			return 0, 0, 0, dropMalformed
		}
		port, bound := a.portOf(binary.BigEndian.Uint16(packet))
		if !bound {
			return 0, 0, 0, dropUnbound
		}
		return port, channelHeader, last, 0
	}
	peer, first, last, ok := parseSendIndication(packet)
	switch {
	case !ok:
		return 0, 0, 0, dropMalformed
	case !a.permitted:
		return 0, 0, 0, dropUnpermitted
	case peer.Addr() != a.x.relayed:
		return 0, 0, 0, dropUnreachable
	}
	return peer.Port(), first, last, 0
}

// route finds the allocation at a port if the source may reach it, and the channel on which it
// wants data from the source; 0 is none, a Data indication then. As in pion and coturn, a bound
// channel is permission enough. The caller holds the lock for reading.
func (x *exchange) route(source *allocation,
	port uint16) (target *allocation, number uint16, reason dropReason) {
	target = x.ports[port]
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
	a.x.working.Lock()
	defer a.x.working.Unlock()
	return 0, nil, net.ErrClosed
}

// Close ends the allocation, as often as one likes.
func (a *allocation) Close() error {
	a.x.mu.Lock()
	defer a.x.mu.Unlock()
	a.x.end(a)
	return nil
}

// LocalAddr is the relayed address.
func (a *allocation) LocalAddr() net.Addr {
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(a.x.relayed, a.port))
}

// SetDeadline is not supported, nor are its siblings: nothing waits.
func (a *allocation) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (a *allocation) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (a *allocation) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

// bind and unbind keep the channels in step with pion's; permit does so for the permission.
func (x *exchange) bind(port, number, peer uint16) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a := x.ports[port]; a != nil {
		a.channels = append(a.channels, channel{number, peer})
	}
}

func (x *exchange) unbind(port, number uint16) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a := x.ports[port]; a != nil {
		a.channels = slices.DeleteFunc(a.channels,
			func(c channel) bool { return c.number == number })
	}
}

func (x *exchange) permit(port uint16, permitted bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a := x.ports[port]; a != nil {
		a.permitted = permitted
	}
}
