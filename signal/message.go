package signal

import (
	"encoding/binary"
	"math"
)

const finalBit = 0x80

// newMessage makes a whole message as it goes over the line: one frame, not masked (RFC 6455, 5.2). kind is the library's
// number for it, which is the opcode.
func newMessage(kind int, payload []byte) []byte {
	const longestHeader = 10
	m := append(make([]byte, 0, longestHeader+len(payload)), finalBit|byte(kind))
	switch n := len(payload); {
	case n < 126:
		m = append(m, byte(n))
	case n <= math.MaxUint16:
		m = binary.BigEndian.AppendUint16(append(m, 126), uint16(n))
	default:
		m = binary.BigEndian.AppendUint64(append(m, 127), uint64(n))
	}
	return append(m, payload...)
}
