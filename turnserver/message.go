package turnserver

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/pion/stun/v3"
)

// The requests there are (RFC 8489, 18.2; RFC 8656, 17).
const (
	bindingRequest    = 0x0001
	allocateRequest   = 0x0003
	refreshRequest    = 0x0004
	permissionRequest = 0x0008
	channelRequest    = 0x0009
	successBit        = 0x0100
	errorBits         = 0x0110
)

// attributeSizes are the lengths that the fixed-size attributes we or pion read must have;
// pion/stun reads beyond the end of some that are shorter.
var attributeSizes = map[stun.AttrType][]int{
	stun.AttrMessageIntegrity:       {20},
	stun.AttrFingerprint:            {4},
	stun.AttrChannelNumber:          {4},
	stun.AttrLifetime:               {4},
	stun.AttrRequestedTransport:     {4},
	stun.AttrRequestedAddressFamily: {4},
	attrAdditionalAddressFamily:     {4},
	stun.AttrEvenPort:               {1},
	stun.AttrReservationToken:       {8},
	stun.AttrXORPeerAddress:         {8, 20},
}

// maxAttributes is several times what clients send, and bounds what a message can cost.
const maxAttributes = 32

// wellFormed checks header and attributes of a STUN message. It makes no garbage, whatever comes.
func wellFormed(packet []byte) bool {
	if len(packet) < stunHeader || len(packet)&3 != 0 || packet[0]>>6 != 0 ||
		len(packet) != stunHeader+int(binary.BigEndian.Uint16(packet[2:])) ||
		binary.BigEndian.Uint32(packet[4:]) != magicCookie {
		return false
	}
	signed, count := false, 0
	for rest := packet[stunHeader:]; len(rest) > 0; count++ {
		kind, size := stun.AttrType(
			binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:]))
		if attributeHeader+size > len(rest) || count == maxAttributes {
			return false
		}
		sizes, fixed := attributeSizes[kind]
		if fixed && !signed && size != sizes[0] && size != sizes[len(sizes)-1] {
			return false
		}
		signed = signed || kind == stun.AttrMessageIntegrity
		rest = rest[attributeHeader+(size+3)&^3:]
	}
	return true
}

// find returns the value of the first attribute of a kind in a well-formed message. As everywhere,
// what follows MESSAGE-INTEGRITY is not there: nobody vouches for it (RFC 8489, 14.5).
func find(packet []byte, wanted stun.AttrType) (value []byte, ok bool) {
	for rest := packet[stunHeader:]; len(rest) > 0; {
		kind, size := stun.AttrType(
			binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:]))
		if kind == wanted {
			return rest[attributeHeader : attributeHeader+size], true
		}
		if kind == stun.AttrMessageIntegrity {
			break
		}
		rest = rest[attributeHeader+(size+3)&^3:]
	}
	return nil, false
}

// covered cuts off what follows MESSAGE-INTEGRITY in a well-formed message.
func covered(packet []byte) []byte {
	for at := stunHeader; at < len(packet); {
		kind, size := stun.AttrType(
			binary.BigEndian.Uint16(packet[at:])), int(binary.BigEndian.Uint16(packet[at+2:]))
		at += attributeHeader + (size+3)&^3
		if kind == stun.AttrMessageIntegrity {
			binary.BigEndian.PutUint16(packet[2:], uint16(at-stunHeader)) //nolint:gosec // at most maxPacket
			// pion/stun writes into what capacity lies behind
			return packet[:at:at]
		}
	}
	return packet[:len(packet):len(packet)]
}

// understood are the attributes below optional that a request may have.
var understood = [...]stun.AttrType{
	stun.AttrMappedAddress, stun.AttrUsername, stun.AttrMessageIntegrity, stun.AttrErrorCode,
	stun.AttrUnknownAttributes,
	stun.AttrChannelNumber, stun.AttrLifetime, stun.AttrXORPeerAddress, stun.AttrData,
	stun.AttrRealm, stun.AttrNonce,
	stun.AttrXORRelayedAddress, stun.AttrRequestedAddressFamily, stun.AttrEvenPort,
	stun.AttrRequestedTransport,
	stun.AttrXORMappedAddress, stun.AttrReservationToken,
}

// mostUnknown attributes are told of to whoever sends such; so many fit into answerSize.
const mostUnknown = 12

// unknownAttributes writes a list of the attributes that have to be understood and are not, for
// UNKNOWN-ATTRIBUTES.
func unknownAttributes(list []byte, packet []byte) []byte {
	for rest := packet[stunHeader:]; len(rest) > 0 && len(list) < 2*mostUnknown; {
		kind, size := stun.AttrType(
			binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:]))
		if kind < optional && !slices.Contains(understood[:], kind) {
			list = binary.BigEndian.AppendUint16(list, uint16(kind))
		}
		if kind == stun.AttrMessageIntegrity {
			break
		}
		rest = rest[attributeHeader+(size+3)&^3:]
	}
	return list
}

// answerSize is the length of the longest reply that is written by hand, the challenge: exactly
// twice the shortest Allocate that a client can need an answer to.
const answerSize = stunHeader + attributeHeader + 4 + attributeHeader + nonceSize + attributeHeader + (len(realm)+3)&^3

// putHeader begins the reply to a request.
func putHeader(answer, request []byte, class uint16, size int) []byte {
	binary.BigEndian.PutUint16(answer, binary.BigEndian.Uint16(request)|class)
	binary.BigEndian.PutUint16(answer[2:], uint16(size-stunHeader)) //nolint:gosec // at most answerSize
	copy(answer[4:stunHeader], request[4:])
	return answer[:size]
}

// putAttribute writes an attribute and its padding, and returns where the next one goes.
func putAttribute(to []byte, kind stun.AttrType, value []byte) []byte {
	binary.BigEndian.PutUint16(to, uint16(kind))
	binary.BigEndian.PutUint16(to[2:], uint16(len(value))) //nolint:gosec // at most answerSize
	copy(to[attributeHeader:], value)
	end := attributeHeader + len(value)
	for ; end&3 != 0; end++ {
		to[end] = 0
	}
	return to[end:]
}

// putBinding writes the reply to a Binding request.
func putBinding(answer, request []byte, from netip.AddrPort) []byte {
	ip, family, size := from.Addr().As16(), familyOf(from.Addr()), 16
	if family == familyIPv4 {
		copy(ip[:], ip[12:])
		size = 4
	}
	reply := putHeader(answer, request, successBit, stunHeader+attributeHeader+4+size)
	var value [20]byte
	value[1] = family
	binary.BigEndian.PutUint16(value[2:], from.Port()^magicCookie>>16)
	for i, octet := range ip[:size] {
		value[4+i] = octet ^ request[4+i]
	}
	putAttribute(reply[stunHeader:], stun.AttrXORMappedAddress, value[:4+size])
	return reply
}

// putError writes an error response, without the reason phrase, which is for people who read
// packets.
func putError(answer, request []byte, code stun.ErrorCode) []byte {
	reply := putHeader(answer, request, errorBits, stunHeader+attributeHeader+4)
	putAttribute(reply[stunHeader:], stun.AttrErrorCode, []byte{0, 0, byte(code / 100), byte(code % 100)}) //nolint:gosec // three digits
	return reply
}

// putUnknown writes the error response to a request with attributes that have to be understood and
// are not; nil if there is none.
func putUnknown(answer, request []byte) []byte {
	var list [2 * mostUnknown]byte
	unknown := unknownAttributes(list[:0], request)
	if len(unknown) == 0 {
		return nil
	}
	putError(answer, request, stun.CodeUnknownAttribute)
	reply := putHeader(answer, request, errorBits,
		stunHeader+attributeHeader+4+attributeHeader+(len(unknown)+3)&^3)
	putAttribute(reply[stunHeader+attributeHeader+4:], stun.AttrUnknownAttributes, unknown)
	return reply
}

// putChallenge writes an error response with a nonce for the client and the realm.
func (n *nonces) putChallenge(answer, request []byte, from netip.AddrPort,
	code stun.ErrorCode) []byte {
	putError(answer, request, code)
	reply := putHeader(answer, request, errorBits, answerSize)
	var nonce [nonceSize]byte
	n.put(nonce[:], from)
	rest := putAttribute(reply[stunHeader+attributeHeader+4:], stun.AttrNonce, nonce[:])
	putAttribute(rest, stun.AttrRealm, []byte(realm))
	return reply
}
