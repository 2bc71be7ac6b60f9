package peer

import (
	"encoding/base64"
	"errors"
)

// Bytes of a fixed length (protocol, section 1). In JSON they are base64url without padding.
type (
	// SID names a participant to the server, for one join.
	SID       [8]byte
	roomID    [16]byte
	publicKey [32]byte // Ed25519
	signature [64]byte // Ed25519, RFC 8032
	nonce     [32]byte
	workProof [4 * workParts]byte
	attemptID [8]byte
	fileHash  [32]byte // SHA-256
	// commitment is the SHA-256 of a nonce that is revealed later (section 4.4).
	commitment [32]byte
	// fingerprint is the SHA-256 of a DTLS certificate (RFC 8122, section 5).
	fingerprint [32]byte
)

// fileID numbers the files that one side offers on a pair.
type fileID uint32

const workParts = 8 // of a proof of work (section 3.1)

// blob is bytes of no fixed length, at most maxBlob of them.
type blob []byte

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

func (b SID) MarshalText() ([]byte, error)        { return encodeBytes(b[:]) }
func (b roomID) MarshalText() ([]byte, error)     { return encodeBytes(b[:]) }
func (b publicKey) MarshalText() ([]byte, error)  { return encodeBytes(b[:]) }
func (b signature) MarshalText() ([]byte, error)  { return encodeBytes(b[:]) }
func (b nonce) MarshalText() ([]byte, error)      { return encodeBytes(b[:]) }
func (b attemptID) MarshalText() ([]byte, error)  { return encodeBytes(b[:]) }
func (b commitment) MarshalText() ([]byte, error) { return encodeBytes(b[:]) }
func (b workProof) MarshalText() ([]byte, error)  { return encodeBytes(b[:]) }
func (b fileHash) MarshalText() ([]byte, error)   { return encodeBytes(b[:]) }
func (b blob) MarshalText() ([]byte, error)       { return encodeBytes(b) }

func (b *SID) UnmarshalText(text []byte) error        { return decodeFixed(b[:], text) }
func (b *roomID) UnmarshalText(text []byte) error     { return decodeFixed(b[:], text) }
func (b *publicKey) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *signature) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *nonce) UnmarshalText(text []byte) error      { return decodeFixed(b[:], text) }
func (b *attemptID) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *commitment) UnmarshalText(text []byte) error { return decodeFixed(b[:], text) }
func (b *workProof) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *fileHash) UnmarshalText(text []byte) error   { return decodeFixed(b[:], text) }

func (b *blob) UnmarshalText(text []byte) error {
	bytes := make([]byte, base64url.DecodedLen(len(text)))
	if err := decodeFixed(bytes, text); err != nil || len(bytes) == 0 || len(bytes) > maxBlob {
		return errBytes
	}
	*b = bytes
	return nil
}

// String gives the sid as it stands in messages.
func (b SID) String() string { return base64url.EncodeToString(b[:]) }
