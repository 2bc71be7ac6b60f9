package signal

import (
	"encoding/binary"
	"math"
)

const (
	finalBit      = 0x80
	longestHeader = 10 // bytes
)

// newMessage makes a whole message as it goes over the line: one frame, not masked (RFC 6455, 5.2).
// kind is the library's number for it, which is the opcode.
func newMessage(kind int, payload []byte) []byte {
	buffer := make([]byte, longestHeader+len(payload))
	copy(buffer[longestHeader:], payload)
	return putHeader(kind, buffer)
}

// putHeader makes a whole message of a payload in place: buffer has longestHeader bytes before it.
// The message is the end of buffer.
func putHeader(kind int, buffer []byte) []byte {
	header := append(make([]byte, 0, longestHeader), finalBit|byte(kind))
	switch n := len(buffer) - longestHeader; {
	case n < 126:
		header = append(header, byte(n))
	case n <= math.MaxUint16:
		header = binary.BigEndian.AppendUint16(append(header, 126), uint16(n))
	default:
		header = binary.BigEndian.AppendUint64(append(header, 127), uint64(n))
	}
	message := buffer[longestHeader-len(header):]
	copy(message, header)
	return message
}
