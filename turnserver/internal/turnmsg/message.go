// Package turnmsg reads and writes STUN and TURN messages (RFC 8489, RFC 8656) in the buffers they
// came in, without allocating. It keeps no state.
package turnmsg

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/pion/stun/v3"
)

// The requests we handle (RFC 8489, 18.2; RFC 8656, 17).
const (
	BindingRequest          = 0x0001
	AllocateRequest         = 0x0003
	RefreshRequest          = 0x0004
	CreatePermissionRequest = 0x0008
	ChannelBindRequest      = 0x0009
	successBit              = 0x0100
	errorBits               = 0x0110
)

// AttributeSizes are the lengths of the fixed-size attributes that we or pion read; pion/stun reads
// beyond the end of some that are shorter.
var AttributeSizes = map[stun.AttrType][]int{
	stun.AttrMessageIntegrity:       {20},
	stun.AttrFingerprint:            {4},
	stun.AttrChannelNumber:          {4},
	stun.AttrLifetime:               {4},
	stun.AttrRequestedTransport:     {4},
	stun.AttrRequestedAddressFamily: {4},
	AttrAdditionalAddressFamily:     {4},
	stun.AttrEvenPort:               {1},
	stun.AttrReservationToken:       {8},
	stun.AttrXORPeerAddress:         {8, 20},
}

// MaxAttributes is several times what clients send, and limits what a message can cost.
const MaxAttributes = 32

// IsWellFormed checks header and attributes of a STUN message. It does not allocate, whatever
// comes.
func IsWellFormed(packet []byte) bool {
	if len(packet) < HeaderSize || len(packet)&3 != 0 || packet[0]>>6 != 0 ||
		len(packet) != HeaderSize+int(binary.BigEndian.Uint16(packet[2:])) ||
		binary.BigEndian.Uint32(packet[4:]) != magicCookie {
		return false
	}
	signed, count := false, 0
	for rest := packet[HeaderSize:]; len(rest) > 0; count++ {
		kind, size := attributeHeader(rest)
		if AttributeHeaderSize+size > len(rest) || count == MaxAttributes {
			return false
		}
		sizes, fixed := AttributeSizes[kind]
		if fixed && !signed && size != sizes[0] && size != sizes[len(sizes)-1] {
			return false
		}
		signed = signed || kind == stun.AttrMessageIntegrity
		rest = rest[AttributeHeaderSize+(size+3)&^3:]
	}
	return true
}

// attributeHeader reads the type of an attribute and the length of its value.
func attributeHeader(attribute []byte) (kind stun.AttrType, size int) {
	return stun.AttrType(binary.BigEndian.Uint16(attribute)),
		int(binary.BigEndian.Uint16(attribute[2:]))
}

// FindAttribute returns the value of the first attribute of a kind in a well-formed message. As
// everywhere, it ignores what follows MESSAGE-INTEGRITY, which does not cover it (RFC 8489, 14.5).
func FindAttribute(packet []byte, wanted stun.AttrType) (value []byte, ok bool) {
	for rest := packet[HeaderSize:]; len(rest) > 0; {
		kind, size := attributeHeader(rest)
		if kind == wanted {
			return rest[AttributeHeaderSize : AttributeHeaderSize+size], true
		}
		if kind == stun.AttrMessageIntegrity {
			break
		}
		rest = rest[AttributeHeaderSize+(size+3)&^3:]
	}
	return nil, false
}

// TrimUnsigned cuts off what follows MESSAGE-INTEGRITY in a well-formed message.
func TrimUnsigned(packet []byte) []byte {
	for at := HeaderSize; at < len(packet); {
		kind, size := attributeHeader(packet[at:])
		at += AttributeHeaderSize + (size+3)&^3
		if kind == stun.AttrMessageIntegrity {
			length := uint16(at - HeaderSize) //nolint:gosec // at most MaxMessageSize
			binary.BigEndian.PutUint16(packet[2:], length)
			// pion/stun would write into any capacity behind
			return packet[:at:at]
		}
	}
	return packet[:len(packet):len(packet)]
}

// understood are the comprehension-required attributes that a request may have.
var understood = [...]stun.AttrType{
	stun.AttrMappedAddress, stun.AttrUsername, stun.AttrMessageIntegrity, stun.AttrErrorCode,
	stun.AttrUnknownAttributes,
	stun.AttrChannelNumber, stun.AttrLifetime, stun.AttrXORPeerAddress, stun.AttrData,
	stun.AttrRealm, stun.AttrNonce,
	stun.AttrXORRelayedAddress, stun.AttrRequestedAddressFamily, stun.AttrEvenPort,
	stun.AttrRequestedTransport,
	stun.AttrXORMappedAddress, stun.AttrReservationToken,
}

// MaxUnknown is how many attributes UNKNOWN-ATTRIBUTES lists; so many fit into a response as long
// as a challenge.
const MaxUnknown = 12

// UnknownAttributes appends the comprehension-required attributes that we do not understand, for
// UNKNOWN-ATTRIBUTES.
func UnknownAttributes(list []byte, packet []byte) []byte {
	for rest := packet[HeaderSize:]; len(rest) > 0 && len(list) < 2*MaxUnknown; {
		kind, size := attributeHeader(rest)
		if kind < optional && !slices.Contains(understood[:], kind) {
			list = binary.BigEndian.AppendUint16(list, uint16(kind))
		}
		if kind == stun.AttrMessageIntegrity {
			break
		}
		rest = rest[AttributeHeaderSize+(size+3)&^3:]
	}
	return list
}

// writeHeader writes the header of a response.
func writeHeader(buffer, request []byte, class uint16, size int) []byte {
	binary.BigEndian.PutUint16(buffer, binary.BigEndian.Uint16(request)|class)
	length := uint16(size - HeaderSize) //nolint:gosec // responses are short
	binary.BigEndian.PutUint16(buffer[2:], length)
	copy(buffer[4:HeaderSize], request[4:])
	return buffer[:size]
}

// writeAttribute writes an attribute and its padding, and returns where the next one goes.
func writeAttribute(to []byte, kind stun.AttrType, value []byte) []byte {
	binary.BigEndian.PutUint16(to, uint16(kind))
	binary.BigEndian.PutUint16(to[2:], uint16(len(value))) //nolint:gosec // responses are short
	copy(to[AttributeHeaderSize:], value)
	end := AttributeHeaderSize + len(value)
	for ; end&3 != 0; end++ {
		to[end] = 0
	}
	return to[end:]
}

// WriteBindingResponse writes the response to a Binding request.
func WriteBindingResponse(buffer, request []byte, from netip.AddrPort) []byte {
	ip, family, size := from.Addr().As16(), familyOf(from.Addr()), 16
	if family == FamilyIPv4 {
		copy(ip[:], ip[12:])
		size = 4
	}
	response := writeHeader(buffer, request, successBit, HeaderSize+AttributeHeaderSize+4+size)
	var value [20]byte
	value[1] = family
	binary.BigEndian.PutUint16(value[2:], from.Port()^magicCookie>>16)
	for i, octet := range ip[:size] {
		value[4+i] = octet ^ request[4+i]
	}
	writeAttribute(response[HeaderSize:], stun.AttrXORMappedAddress, value[:4+size])
	return response
}

// WriteError writes an error response without a reason phrase, which only people who read packets
// would see.
func WriteError(buffer, request []byte, code stun.ErrorCode) []byte {
	response := writeHeader(buffer, request, errorBits, HeaderSize+AttributeHeaderSize+4)
	value := []byte{0, 0, byte(code / 100), byte(code % 100)} //nolint:gosec // three digits
	writeAttribute(response[HeaderSize:], stun.AttrErrorCode, value)
	return response
}

// WriteUnknownAttributes writes the error response that names the attributes we do not understand.
// It returns nil if there are none.
func WriteUnknownAttributes(buffer, request []byte) []byte {
	var list [2 * MaxUnknown]byte
	unknown := UnknownAttributes(list[:0], request)
	if len(unknown) == 0 {
		return nil
	}
	WriteError(buffer, request, stun.CodeUnknownAttribute)
	response := writeHeader(buffer, request, errorBits,
		HeaderSize+AttributeHeaderSize+4+AttributeHeaderSize+(len(unknown)+3)&^3)
	writeAttribute(response[HeaderSize+AttributeHeaderSize+4:], stun.AttrUnknownAttributes, unknown)
	return response
}

// WriteChallenge writes an error response with a nonce and a realm.
func WriteChallenge(buffer, request []byte, code stun.ErrorCode, nonce []byte,
	realm string) []byte {
	WriteError(buffer, request, code)
	response := writeHeader(buffer, request, errorBits, HeaderSize+AttributeHeaderSize+4+
		AttributeHeaderSize+(len(nonce)+3)&^3+AttributeHeaderSize+(len(realm)+3)&^3)
	rest := writeAttribute(response[HeaderSize+AttributeHeaderSize+4:], stun.AttrNonce, nonce)
	writeAttribute(rest, stun.AttrRealm, []byte(realm))
	return response
}
