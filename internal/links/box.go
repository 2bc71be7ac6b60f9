package links

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

// What a host leaves in a box, for somebody who is not there, is sealed so that only those with the
// link can read it, or take it (docs/protocol.md, section 3.8).

// BoxTaker is the key that may take a box of this room.
func (l Link) BoxTaker() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(l.derive("einmal/1 box taker", ed25519.SeedSize))
}

// BoxSealer seals and opens a box of so many pieces.
type BoxSealer struct {
	aead       cipher.AEAD
	additional []byte
}

// BoxSealer takes the salt of a box, which no two have in common.
func (l Link) BoxSealer(salt [32]byte, pieces uint16) *BoxSealer {
	info := "einmal/1 box" + string([]byte{byte(l.Kind)})
	key, err := hkdf.Key(sha256.New, l.Secret[:], salt[:], info, 32)
	if err != nil { // only for sizes beyond 255 hashes
		panic(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil { // only for keys of another length
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil { // only for blocks of another length
		panic(err)
	}
	room := l.RoomID()
	return &BoxSealer{aead, binary.BigEndian.AppendUint16(room[:], pieces)}
}

// nonce: number 0 is the head, 1 the first piece.
func (s *BoxSealer) nonce(number int) []byte {
	//nolint:gosec // it is at most 800
	return binary.BigEndian.AppendUint64(make([]byte, 4, 12), uint64(number))
}

// Seal seals the head (number 0) or a piece (from 1 on).
func (s *BoxSealer) Seal(number int, text []byte) []byte {
	return s.aead.Seal(nil, s.nonce(number), text, s.additional)
}

// Open undoes Seal. The error is that somebody without the link made it, or that it stood
// elsewhere.
func (s *BoxSealer) Open(number int, sealed []byte) ([]byte, error) {
	return s.aead.Open(nil, s.nonce(number), sealed, s.additional)
}
