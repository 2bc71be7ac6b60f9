package turnmsg

import (
	"encoding/binary"
	mathrand "math/rand/v2"
	"net/netip"
)

// The parts of STUN that carry data when no channel is bound (RFC 8656, 11; RFC 8489, 5 and 14).
const (
	HeaderSize          = 20
	AttributeHeaderSize = 4
	magicCookie         = 0x2112A442
	sendIndication      = 0x0016
	dataIndication      = 0x0017
	xorPeerAddress      = 0x0012
	dataAttribute       = 0x0013
	optional            = 0x8000 // attributes from here on may be ignored
)

// Headroom is the most that a Data indication has in front of its data: three headers and an IPv6
// peer address.
const Headroom = HeaderSize + AttributeHeaderSize + 20 + AttributeHeaderSize

// isSendIndication tells a Send indication from other messages; ParseSendIndication checks its
// form.
func isSendIndication(packet []byte) bool {
	return len(packet) >= HeaderSize && binary.BigEndian.Uint16(packet) == sendIndication &&
		binary.BigEndian.Uint32(packet[4:]) == magicCookie
}

// ParseSendIndication finds the peer of a Send indication, and where its data begins and ends.
func ParseSendIndication(packet []byte) (peer netip.AddrPort, start, end int, ok bool) {
	if len(packet)&3 != 0 || len(packet) != HeaderSize+int(binary.BigEndian.Uint16(packet[2:])) {
		return peer, 0, 0, false
	}
	for at := HeaderSize; at+AttributeHeaderSize <= len(packet); {
		kind, size := binary.BigEndian.Uint16(
			packet[at:]), int(binary.BigEndian.Uint16(packet[at+2:]))
		at += AttributeHeaderSize
		if at+size > len(packet) {
			return peer, 0, 0, false
		}
		switch {
		case kind == xorPeerAddress && !peer.IsValid():
			if peer = parseXORAddress(packet[at:at+size], packet[4:HeaderSize]); !peer.IsValid() {
				return peer, 0, 0, false
			}
		case kind == dataAttribute && start == 0:
			start, end = at, at+size
		case kind < optional && kind != xorPeerAddress && kind != dataAttribute:
			// what we do not understand we must not relay (DONT-FRAGMENT, for one)
			return peer, 0, 0, false
		}
		at += (size + 3) &^ 3
	}
	return peer, start, end, start != 0 && peer.IsValid()
}

// parseXORAddress reads an XOR-PEER-ADDRESS; key is the cookie and the transaction id.
func parseXORAddress(value, key []byte) netip.AddrPort {
	if len(value) != 8 && len(value) != 20 ||
		value[1] != byte(1+len(value)/20) { //nolint:gosec // 1 or 2
		return netip.AddrPort{}
	}
	var ip [16]byte
	for i, octet := range value[4:] {
		ip[i] = octet ^ key[i]
	}
	port := binary.BigEndian.Uint16(value[2:]) ^ magicCookie>>16
	if len(value) == 8 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(ip[:4])), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(ip), port)
}

// WriteDataIndication writes a Data indication around the data at buffer[start:end], which came
// from a port of the relay address, and returns the whole message. There must be Headroom before
// the data, and three bytes behind it.
func WriteDataIndication(buffer []byte, start, end int, address netip.Addr, port uint16) []byte {
	ip, family, size := address.As16(), byte(2), 16
	if address.Is4() {
		copy(ip[:], ip[12:])
		family, size = 1, 4
	}
	begin := start - HeaderSize - AttributeHeaderSize - 4 - size - AttributeHeaderSize
	data := uint16(end - start) //nolint:gosec // at most MaxMessageSize
	for end&3 != start&3 {
		buffer[end] = 0
		end++
	}
	b := buffer[begin:start:start]
	length := uint16(end - begin - HeaderSize) //nolint:gosec // at most MaxMessageSize+Headroom
	binary.BigEndian.PutUint16(b, dataIndication)
	binary.BigEndian.PutUint16(b[2:], length)
	binary.BigEndian.PutUint32(b[4:], magicCookie)
	binary.BigEndian.PutUint64(b[8:], mathrand.Uint64())
	binary.BigEndian.PutUint32(b[16:], mathrand.Uint32())
	binary.BigEndian.PutUint16(b[20:], xorPeerAddress)
	binary.BigEndian.PutUint16(b[22:], uint16(4+size)) //nolint:gosec // 8 or 20
	b[24], b[25] = 0, family
	binary.BigEndian.PutUint16(b[26:], port^magicCookie>>16)
	for i, octet := range ip[:size] {
		b[28+i] = octet ^ b[4+i]
	}
	binary.BigEndian.PutUint16(b[28+size:], dataAttribute)
	binary.BigEndian.PutUint16(b[30+size:], data)
	return buffer[begin:end]
}
