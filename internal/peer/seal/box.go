package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
	"unicode/utf8"

	"einmal/internal/peer/protocol"
)

// What is in a box for somebody who is not there (protocol, section 3.8).

const (
	// PieceText is how many bytes of the content one piece has.
	PieceText = protocol.PieceSize - 16
	// MaxBoxSize is how many bytes a note and a file have at most.
	MaxBoxSize = protocol.MaxPieces * PieceText
	headText   = len(protocol.BoxHead{}) - 16
)

// BoxHead says what is in a box.
type BoxHead struct {
	From string // name of the host
	File string // name of the file, or nothing
	Size int64  // of the file, in bytes
	Note int    // of the note, in bytes
}

// ErrNoBox: a box is not as the protocol says.
var ErrNoBox = errors.New("the box is damaged, or made by somebody without the link")

func (h BoxHead) size() int64 { return h.Size + int64(h.Note) }

// isValid says whether there may be such a box.
func (h BoxHead) isValid() bool {
	file := h.File == "" && h.Size == 0 || protocol.IsFileName(h.File) && h.Size > 0
	return utf8.ValidString(h.From+h.File) && protocol.IsName(h.From) && file && h.Size >= 0 && h.Size <= MaxBoxSize && h.size() > 0 &&
		h.size() <= MaxBoxSize && protocol.IsBoxNoteSize(h.Note)
}

// Pieces is how many pieces it takes: the four highest bits of how many it needs, rounded up, so
// that the server learns the size to an eighth.
func (h BoxHead) Pieces() uint16 {
	n := max(1, uint64(h.size()+PieceText-1)/PieceText) //nolint:gosec // it is not negative
	step := uint64(1) << max(0, bits.Len64(n)-4)
	n = min(protocol.MaxPieces, (n+step-1)/step*step)
	return uint16(n) //nolint:gosec // at most MaxPieces
}

// Text is what is sealed. Errors: [ErrNoBox] if there can be no such box.
func (h BoxHead) Text() ([]byte, error) {
	if !h.isValid() {
		return nil, ErrNoBox
	}
	text := make([]byte, 0, headText)
	for _, name := range []string{h.From, h.File} {
		//nolint:gosec // both names are short
		text = append(binary.BigEndian.AppendUint16(text, uint16(len(name))), name...)
	}
	text = binary.BigEndian.AppendUint64(text, uint64(h.Size)) //nolint:gosec // checked
	text = binary.BigEndian.AppendUint16(text, uint16(h.Note)) //nolint:gosec // checked
	return text[:headText], nil
}

// ReadBoxHead undoes Text, of a box of so many pieces. Errors: [ErrNoBox].
func ReadBoxHead(text []byte, pieces uint16) (h BoxHead, err error) {
	if len(text) != headText {
		return h, ErrNoBox
	}
	for _, name := range []*string{&h.From, &h.File} {
		n := 2 + int(binary.BigEndian.Uint16(text))
		if n+12 > len(text) {
			return h, ErrNoBox
		}
		*name, text = string(text[2:n]), text[n:]
	}
	size := binary.BigEndian.Uint64(text)
	if size > MaxBoxSize {
		return h, ErrNoBox
	}
	h.Size, h.Note = int64(size), int(binary.BigEndian.Uint16(text[8:]))
	if len(bytes.Trim(text[10:], "\x00")) > 0 || !h.isValid() || h.Pieces() != pieces {
		return h, ErrNoBox
	}
	return h, nil
}

// PutText takes the message without its signature.
func PutText(n protocol.Nonce, m *protocol.Put) []byte {
	text := append(append([]byte("einmal/1 put"), n[:]...), m.Room[:]...)
	text = binary.BigEndian.AppendUint16(text, m.Pieces)
	return append(append(append(text, m.Taker[:]...), m.Salt[:]...), m.Head[:]...)
}

func TakeText(n protocol.Nonce, room protocol.RoomID) []byte {
	return append(append([]byte("einmal/1 take"), n[:]...), room[:]...)
}
