// Package notes reads the text of a call's notes as a browser tells it (protocol, section 4.12.1).
package notes

import (
	"encoding/binary"
	"unicode/utf8"

	"einmal/internal/peer/protocol"
)

const (
	// Ask asks a browser for the text; the payload is empty.
	Ask = 0x24
	// Tell is a piece of the answer.
	Tell = 0x25

	headLength = 4 // two numbers in front of each piece
	maxPieces  = 96
)

// Reader puts the pieces of one answer together.
type Reader struct {
	From   protocol.SID // who was asked; zero: nobody is
	count  int
	taken  int
	pieces []byte
}

// AddPiece takes the next piece, and gives the text once it is whole.
func (r *Reader) AddPiece(piece []byte) (text string, isWhole, isValid bool) {
	if len(piece) < headLength {
		return "", false, false
	}
	index, count := int(binary.BigEndian.Uint16(piece)), int(binary.BigEndian.Uint16(piece[2:]))
	if r.taken == 0 {
		r.count = count
	}
	if count != r.count || count == 0 || count > maxPieces || index != r.taken {
		return "", false, false
	}
	r.taken++
	r.pieces = append(r.pieces, piece[headLength:]...)
	if r.taken < r.count {
		return "", false, true
	}
	if !utf8.Valid(r.pieces) {
		return "", false, false
	}
	return protocol.ToText(string(r.pieces)), true, true
}
