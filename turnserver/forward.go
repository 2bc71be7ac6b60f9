package turnserver

import (
	"encoding/binary"
	"net/netip"

	"einmal/turnserver/internal/turnmsg"
)

// forward finds the receiver of the data message at buffer[start:end] and rewrites the message in
// place for it. The buffer has Headroom before the message and three bytes behind it. If there is
// no receiver, the message is dropped and counted. The caller holds the lock for reading; the
// result may be used without it.
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
		return target.client, turnmsg.WriteDataIndication(buffer, first, last, tr.table.relayed,
			source.port)
	}
	message = buffer[first-turnmsg.ChannelHeaderSize : last]
	binary.BigEndian.PutUint16(message, number)
	size := uint16(last - first) //nolint:gosec // at most MaxMessageSize
	binary.BigEndian.PutUint16(message[2:], size)
	return target.client, message
}

// readDestination reads the virtual port a data message is for, and where its data begins and ends.
func (a *allocation) readDestination(packet []byte) (port uint16,
	first, last int, reason dropReason) {
	if turnmsg.IsChannelData(packet) {
		last = turnmsg.ChannelHeaderSize + int(binary.BigEndian.Uint16(packet[2:]))
		if last > len(packet) {
			return 0, 0, 0, dropMalformed
		}
		port, bound := a.portOf(binary.BigEndian.Uint16(packet))
		if !bound {
			return 0, 0, 0, dropUnbound
		}
		return port, turnmsg.ChannelHeaderSize, last, 0
	}
	peer, first, last, ok := turnmsg.ParseSendIndication(packet)
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

// findReceiver finds the allocation at a port if the source may reach it, and the channel it has
// bound to the source; without one it is 0, and data goes in an indication. As in pion and coturn,
// a bound channel is permission enough. The caller holds the lock for reading.
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
