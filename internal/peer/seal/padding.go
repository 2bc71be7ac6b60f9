package seal

import (
	"encoding/binary"
	"slices"
)

// paddedSizes are the only lengths that a plaintext of the sealed channel has, so that a frame's
// length says little. The last is what Noise lets a message have (65,535 bytes, section 3) without
// its tag.
var paddedSizes = [...]int{256, 1024, 4096, 16384, 65519}

const lengthSize = 4

// padText returns uint32 length || text || zeros, or nil if the text is too long for the largest
// size.
func padText(text []byte) []byte {
	for _, size := range paddedSizes {
		if lengthSize+len(text) <= size {
			padded := make([]byte, size)
			binary.BigEndian.PutUint32(padded, uint32(len(text)))
			copy(padded[lengthSize:], text)
			return padded
		}
	}
	return nil
}

// unpadText returns the text, or false for what is not of that form. A sender that wants to hide
// more takes a larger size than needed.
func unpadText(padded []byte) ([]byte, bool) {
	if !slices.Contains(paddedSizes[:], len(padded)) {
		return nil, false
	}
	length := int64(binary.BigEndian.Uint32(padded))
	if length > int64(len(padded)-lengthSize) {
		return nil, false
	}
	text, rest := padded[lengthSize:lengthSize+length], padded[lengthSize+length:]
	for _, b := range rest {
		if b != 0 {
			return nil, false
		}
	}
	return text, true
}
