package turnserver

import (
	"encoding/binary"
	mathrand "math/rand/v2"
	"net"
	"net/netip"
	"os"
	"slices"
	"sync"
	"time"
)

// ChannelData (RFC 8656, 12.4): channel number, length of the data, data. Over a stream it is padded to four bytes.
const (
	channelHeader = 4
	firstChannel  = 0x4000
)

// maxPacket is the largest message that is relayed or looked at, in bytes: an Ethernet frame with its TURN header.
const maxPacket = 1600

// allocation is a relayed transport address that exists only here. For pion it is the relay socket; what members send each
// other does not go through its ReadFrom, which therefore returns only when the allocation ends.
type allocation struct {
	x    *exchange
	port uint16
	done chan struct{}

	// Set by adopt, and from then on only read.
	leg    *leg
	from   netip.AddrPort
	member *member
	client client

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

// relayChannelData passes on one ChannelData message and always uses it up. The packet's header is overwritten.
func (l *leg) relayChannelData(from netip.AddrPort, packet []byte) {
	x := l.x
	size := int(binary.BigEndian.Uint16(packet[2:]))
	if channelHeader+size > len(packet) {
		x.drop(dropMalformed)
		return
	}
	packet = packet[:channelHeader+size]
	x.mu.RLock()
	source := l.allocations[from]
	if source == nil {
		x.mu.RUnlock()
		x.drop(dropUnallocated)
		return
	}
	port, ok := source.portOf(binary.BigEndian.Uint16(packet))
	if !ok {
		x.mu.RUnlock()
		x.drop(dropUnbound)
		return
	}
	target, number, reason := x.route(source, port)
	x.mu.RUnlock()
	x.pass(source, target, number, reason, packet)
}

// route finds the allocation at a port if the source may reach it, and the channel on which it wants data from the source;
// 0 is none, a Data indication then. The caller holds the lock for reading.
func (x *exchange) route(source *allocation, port uint16) (target *allocation, number uint16, reason dropReason) {
	target = x.ports[port]
	switch {
	case target == nil || target.member == nil:
		return nil, 0, dropUnreachable
	case source.member == nil || target.member.room != source.member.room:
		return nil, 0, dropOtherRoom
	}
	number, bound := target.numberOf(source.port)
	if !bound && !target.permitted {
		return nil, 0, dropUnpermitted
	}
	return target, number, 0
}

// pass sends a packet, given as ChannelData, to the target that route found.
func (x *exchange) pass(source, target *allocation, number uint16, reason dropReason, packet []byte) {
	if target == nil {
		x.drop(reason)
		return
	}
	x.packets.Add(1)
	x.bytes.Add(uint64(len(packet) - channelHeader)) //nolint:gosec // never negative
	if number != 0 {
		binary.BigEndian.PutUint16(packet, number)
		target.client.send(packet)
		return
	}
	buffer, _ := indications.Get().(*[]byte)
	target.client.send(appendDataIndication((*buffer)[:0], x.address, source.port, packet[channelHeader:]))
	indications.Put(buffer)
}

var indications = sync.Pool{New: func() any { b := make([]byte, 0, maxPacket+64); return &b }}

// appendDataIndication writes a Data indication (RFC 8656, 11.3) for data that came from a port of the relay address.
func appendDataIndication(b []byte, address netip.Addr, port uint16, data []byte) []byte {
	const cookie, dataIndication, xorPeerAddress, dataAttribute = 0x2112A442, 0x0017, 0x0012, 0x0013
	b = binary.BigEndian.AppendUint16(b, dataIndication)
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint32(b, cookie)
	b = binary.BigEndian.AppendUint64(b, mathrand.Uint64())
	b = binary.BigEndian.AppendUint32(b, mathrand.Uint32())
	ip, family := address.AsSlice(), byte(1)
	if len(ip) == net.IPv6len {
		family = 2
	}
	b = binary.BigEndian.AppendUint16(b, xorPeerAddress)
	b = append(b, 0, byte(4+len(ip)), 0, family) //nolint:gosec // 8 or 20
	b = binary.BigEndian.AppendUint16(b, port^(cookie>>16))
	for i, octet := range ip {
		b = append(b, octet^b[4+i]) // the cookie and after it, for IPv6, the transaction id
	}
	b = binary.BigEndian.AppendUint16(b, dataAttribute)
	b = binary.BigEndian.AppendUint16(b, uint16(len(data))) //nolint:gosec // at most maxPacket
	b = append(b, data...)
	b = append(b, make([]byte, -len(data)&3)...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)-20)) //nolint:gosec // at most maxPacket+44
	return b
}

// WriteTo takes the data of a Send indication. What cannot be delivered is dropped and counted; it is no error.
func (a *allocation) WriteTo(data []byte, to net.Addr) (int, error) {
	x, peer := a.x, addrPort(to)
	if peer.Addr() != x.address || len(data) > maxPacket {
		x.drop(dropUnreachable)
		return len(data), nil
	}
	packet := make([]byte, channelHeader, channelHeader+len(data))
	binary.BigEndian.PutUint16(packet[2:], uint16(len(data))) //nolint:gosec // at most maxPacket
	packet = append(packet, data...)
	x.mu.RLock()
	target, number, reason := x.route(a, peer.Port())
	x.mu.RUnlock()
	x.pass(a, target, number, reason, packet)
	return len(data), nil
}

// ReadFrom waits for the end of the allocation.
func (a *allocation) ReadFrom([]byte) (int, net.Addr, error) {
	<-a.done
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
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(a.x.address, a.port))
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
		a.channels = slices.DeleteFunc(a.channels, func(c channel) bool { return c.number == number })
	}
}

func (x *exchange) permit(port uint16, permitted bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a := x.ports[port]; a != nil {
		a.permitted = permitted
	}
}
