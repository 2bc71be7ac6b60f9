package protocol

import "encoding/binary"

// MostPieces is how many pieces a box may have, and PieceSize how many bytes each of them has
// (docs/protocol.md, 3.8). A fetch brings FetchPieces at most.
const (
	MostPieces  = 800
	PieceSize   = 64 << 10
	FetchPieces = 8
)

// What a client says on a socket that fills or empties a box; its pieces are binary messages.
type (
	// Put announces a box for a room.
	Put struct {
		Room      RoomID    `json:"room"`
		Pieces    uint16    `json:"pieces"` // 1 to MostPieces
		Taker     Key       `json:"taker"`  // whose owner may take it
		Salt      Nonce     `json:"salt"`   // for the key that it is sealed under
		Head      BoxHead   `json:"head"`
		Signature Signature `json:"signature"`
	}
	// Take asks for the box of a room.
	Take struct {
		Room      RoomID    `json:"room"`
		Signature Signature `json:"signature"`
	}
	// Fetch asks for pieces.
	Fetch struct {
		From uint16 `json:"from"` // the first, counted from 0
	}
	// Taken says that the box may be erased.
	Taken struct{}
)

// What the server says there.
type (
	// Send asks for the pieces.
	Send struct{}
	// Kept says that the box is on disk.
	Kept struct{}
	// BoxFound says what there is to take.
	BoxFound struct {
		Pieces uint16  `json:"pieces"`
		Salt   Nonce   `json:"salt"`
		Head   BoxHead `json:"head"`
	}
	// Erased says that no byte of the box is left.
	Erased struct{}
)

func (*Put) MessageKind() string      { return "put" }
func (*Take) MessageKind() string     { return "take" }
func (*Fetch) MessageKind() string    { return "fetch" }
func (*Taken) MessageKind() string    { return "taken" }
func (*Send) MessageKind() string     { return "send" }
func (*Kept) MessageKind() string     { return "kept" }
func (*BoxFound) MessageKind() string { return "box" }
func (*Erased) MessageKind() string   { return "erased" }

func isPieceCount(n uint16) bool { return n >= 1 && n <= MostPieces }

// PutBytes is what the host key signs to leave a box.
func PutBytes(nonce Nonce, m *Put) []byte {
	b := labelled("einmal/1 put", nonce[:], m.Room[:])
	b = binary.BigEndian.AppendUint16(b, m.Pieces)
	return append(append(append(b, m.Taker[:]...), m.Salt[:]...), m.Head[:]...)
}

// TakeBytes is what the taker's key signs to open a box.
func TakeBytes(nonce Nonce, room *RoomID) []byte {
	return labelled("einmal/1 take", nonce[:], room[:])
}
