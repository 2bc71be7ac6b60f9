package protocol

import (
	"encoding/base64"
	"errors"
)

// Bytes of a fixed length (protocol, section 1). In JSON they are base64url without padding.
type (
	// SID names a participant to the server, for one join.
	SID       [8]byte
	RoomID    [16]byte
	PublicKey [32]byte // Ed25519
	Signature [64]byte // Ed25519, RFC 8032
	Nonce     [32]byte
	WorkProof [4 * WorkParts]byte
	AttemptID [8]byte
	FileHash  [32]byte // SHA-256
	// LineID names a line of chat, so that others can answer it.
	LineID [8]byte
	// Commitment is the SHA-256 of a nonce that is revealed later (section 4.4).
	Commitment [32]byte
	// Appointment is sealed by whoever has the link (section 2).
	Appointment [36]byte
	// BoxHead is what says, sealed, what is in a box (section 3.8).
	BoxHead [1024]byte
	// Fingerprint is the SHA-256 of a DTLS certificate (RFC 8122, section 5).
	Fingerprint [32]byte
)

// FileID numbers the files that one side offers on a pair.
type FileID uint32

const WorkParts = 8 // of a proof of work (section 3.1)

// Blob is bytes of no fixed length, at most maxBlob of them.
type Blob []byte

const maxBlob = 1024

var errBytes = errors.New("not base64url of the right length")

// Strict: two texts never mean the same bytes.
var base64url = base64.RawURLEncoding.Strict()

func decodeFixed(to, text []byte) error {
	// The decoder skips line ends; then the length is not what it has to be.
	if len(text) != base64url.EncodedLen(len(to)) {
		return errBytes
	}
	if n, err := base64url.Decode(to, text); err != nil || n != len(to) {
		return errBytes
	}
	return nil
}

func encodeBytes(b []byte) ([]byte, error) { return base64url.AppendEncode(nil, b), nil }

func (b SID) MarshalText() ([]byte, error)         { return encodeBytes(b[:]) }
func (b RoomID) MarshalText() ([]byte, error)      { return encodeBytes(b[:]) }
func (b PublicKey) MarshalText() ([]byte, error)   { return encodeBytes(b[:]) }
func (b Signature) MarshalText() ([]byte, error)   { return encodeBytes(b[:]) }
func (b Nonce) MarshalText() ([]byte, error)       { return encodeBytes(b[:]) }
func (b AttemptID) MarshalText() ([]byte, error)   { return encodeBytes(b[:]) }
func (b Commitment) MarshalText() ([]byte, error)  { return encodeBytes(b[:]) }
func (b WorkProof) MarshalText() ([]byte, error)   { return encodeBytes(b[:]) }
func (b FileHash) MarshalText() ([]byte, error)    { return encodeBytes(b[:]) }
func (b LineID) MarshalText() ([]byte, error)      { return encodeBytes(b[:]) }
func (b Appointment) MarshalText() ([]byte, error) { return encodeBytes(b[:]) }
func (b BoxHead) MarshalText() ([]byte, error)     { return encodeBytes(b[:]) }
func (b Blob) MarshalText() ([]byte, error)        { return encodeBytes(b) }

func (b *SID) UnmarshalText(text []byte) error         { return decodeFixed(b[:], text) }
func (b *Appointment) UnmarshalText(text []byte) error { return decodeFixed(b[:], text) }
func (b *RoomID) UnmarshalText(text []byte) error      { return decodeFixed(b[:], text) }
func (b *PublicKey) UnmarshalText(text []byte) error   { return decodeFixed(b[:], text) }
func (b *Signature) UnmarshalText(text []byte) error   { return decodeFixed(b[:], text) }
func (b *Nonce) UnmarshalText(text []byte) error       { return decodeFixed(b[:], text) }
func (b *AttemptID) UnmarshalText(text []byte) error   { return decodeFixed(b[:], text) }
func (b *Commitment) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *WorkProof) UnmarshalText(text []byte) error   { return decodeFixed(b[:], text) }
func (b *FileHash) UnmarshalText(text []byte) error    { return decodeFixed(b[:], text) }
func (b *BoxHead) UnmarshalText(text []byte) error     { return decodeFixed(b[:], text) }
func (b *LineID) UnmarshalText(text []byte) error      { return decodeFixed(b[:], text) }

func (b *Blob) UnmarshalText(text []byte) error {
	bytes := make([]byte, base64url.DecodedLen(len(text)))
	if err := decodeFixed(bytes, text); err != nil || len(bytes) == 0 || len(bytes) > maxBlob {
		return errBytes
	}
	*b = bytes
	return nil
}

// String returns the sid as it stands in messages.
func (b SID) String() string { return base64url.EncodeToString(b[:]) }
