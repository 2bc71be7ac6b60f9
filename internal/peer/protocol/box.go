package protocol

import "unicode/utf8"

// A box for somebody who is not there (protocol, section 3.8). Its pieces are binary messages.
type (
	Put struct {
		Room      RoomID    `json:"room"`
		Pieces    uint16    `json:"pieces"`
		Taker     PublicKey `json:"taker"`
		Salt      Nonce     `json:"salt"`
		Head      BoxHead   `json:"head"`
		Signature Signature `json:"signature"`
	}
	Send struct{}
	Kept struct{}
	Take struct {
		Room      RoomID    `json:"room"`
		Signature Signature `json:"signature"`
	}
	Box struct {
		Pieces uint16  `json:"pieces"`
		Salt   Nonce   `json:"salt"`
		Head   BoxHead `json:"head"`
	}
	Fetch struct {
		From uint16 `json:"from"`
	}
	Taken  struct{}
	Erased struct{}
)

const (
	// MaxPieces is how many pieces a box has at most, PieceSize how many bytes each has.
	MaxPieces = 800
	PieceSize = 65_536
	// FetchPieces is how many a fetch brings at most.
	FetchPieces = 8
	// MaxBoxNote is in characters; maxBoxNoteSize in bytes.
	MaxBoxNote     = 2000
	maxBoxNoteSize = 8000
)

func (*Put) messageKind() string    { return "put" }
func (*Send) messageKind() string   { return "send" }
func (*Kept) messageKind() string   { return "kept" }
func (*Take) messageKind() string   { return "take" }
func (*Box) messageKind() string    { return "box" }
func (*Fetch) messageKind() string  { return "fetch" }
func (*Taken) messageKind() string  { return "taken" }
func (*Erased) messageKind() string { return "erased" }

func isPieceCount(n uint16) bool { return n >= 1 && n <= MaxPieces }

// IsBoxNoteSize says whether a note may have so many bytes.
func IsBoxNoteSize(n int) bool { return n >= 0 && n <= maxBoxNoteSize }

// IsBoxNote says whether a text may be left as a note.
func IsBoxNote(text string) bool {
	return utf8.ValidString(text) && IsBoxNoteSize(len(text)) && IsAtMost(MaxBoxNote, text)
}
