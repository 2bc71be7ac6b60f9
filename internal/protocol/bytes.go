package protocol

import (
	"encoding/base64"
	"errors"
)

// The byte strings of the protocol (docs/protocol.md, 1). They are arrays, so that a wrong length
// cannot be represented, and decode straight out of the message into the array: no room id ever
// becomes a Go string on the server.
type (
	RoomID    [16]byte // what names a room; the server hashes it at once
	SID       [8]byte  // names one join of one client; zero means none
	Key       [32]byte // an Ed25519 public key (RFC 8032)
	Nonce     [32]byte // the server's challenge
	Signature [64]byte // an Ed25519 signature (RFC 8032)
	// Appointment is a time that only people with the link can read; zero means none.
	Appointment [36]byte
	// BoxHead says what is in a box, sealed.
	BoxHead [1024]byte
)

var errNotBytes = errors.New("not base64url of the right length")

// encoding is strict: one byte string has exactly one spelling.
var encoding = base64.RawURLEncoding.Strict()

func decodeBase64(dst, literal []byte) error {
	size := encoding.EncodedLen(len(dst))
	if len(literal) != size+2 || literal[0] != '"' || literal[size+1] != '"' {
		return errNotBytes
	}
	// A backslash is not in the alphabet, so escapes fail too; a line break, which Decode would
	// skip, cannot stand in JSON.
	n, err := encoding.Decode(dst, literal[1:size+1])
	if err != nil || n != len(dst) {
		return errNotBytes
	}
	return nil
}

func encodeBase64(src []byte) ([]byte, error) {
	return encoding.AppendEncode(nil, src), nil
}

func (b *RoomID) UnmarshalJSON(literal []byte) error    { return decodeBase64(b[:], literal) }
func (b *Key) UnmarshalJSON(literal []byte) error       { return decodeBase64(b[:], literal) }
func (b *Nonce) UnmarshalJSON(literal []byte) error     { return decodeBase64(b[:], literal) }
func (b *Signature) UnmarshalJSON(literal []byte) error { return decodeBase64(b[:], literal) }
func (b *BoxHead) UnmarshalJSON(literal []byte) error   { return decodeBase64(b[:], literal) }

func (b RoomID) MarshalText() ([]byte, error)      { return encodeBase64(b[:]) }
func (b SID) MarshalText() ([]byte, error)         { return encodeBase64(b[:]) }
func (b Key) MarshalText() ([]byte, error)         { return encodeBase64(b[:]) }
func (b Nonce) MarshalText() ([]byte, error)       { return encodeBase64(b[:]) }
func (b Signature) MarshalText() ([]byte, error)   { return encodeBase64(b[:]) }
func (b Appointment) MarshalText() ([]byte, error) { return encodeBase64(b[:]) }
func (b BoxHead) MarshalText() ([]byte, error)     { return encodeBase64(b[:]) }

// UnmarshalJSON refuses the zero sid, which is nobody's.
func (b *SID) UnmarshalJSON(literal []byte) error {
	if err := decodeBase64(b[:], literal); err != nil || b.IsZero() {
		return errNotBytes
	}
	return nil
}

// UnmarshalJSON refuses zeros, which are no appointment.
func (b *Appointment) UnmarshalJSON(literal []byte) error {
	if err := decodeBase64(b[:], literal); err != nil || b.IsZero() {
		return errNotBytes
	}
	return nil
}

// IsZero lets encoding/json leave out an sid that is none.
func (b SID) IsZero() bool { return b == SID{} }

// IsZero says that there is none.
func (b Appointment) IsZero() bool { return b == Appointment{} }
