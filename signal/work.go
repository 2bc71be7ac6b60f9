package signal

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// OpenWork is what a server that lets everybody create rooms asks for: 2^19 hashes in all, about a second in a browser.
const OpenWork = 16

const workParts = 8 // of one proof: many small ones take a more even time than a single large one

// Proof is a proof of work: a big-endian uint32 for each part (docs/protocol.md, 3.1).
type Proof [4 * workParts]byte

func (b *Proof) UnmarshalJSON(literal []byte) error { return decodeBytes(b[:], literal) }
func (b Proof) MarshalText() ([]byte, error)        { return encodeBytes(b[:]) }

// proves says whether each part's hash begins with so many zero bits. The nonce makes a proof good for one socket.
func (b *Proof) proves(nonce Nonce, room *RoomID, zeros uint8) bool {
	for part := range workParts {
		if !b.partProves(part, nonce, room, zeros) {
			return false
		}
	}
	return true
}

func (b *Proof) partProves(part int, nonce Nonce, room *RoomID, zeros uint8) bool {
	text := labelled("einmal/1 work", nonce[:], room[:])
	seed := sha256.Sum256(text)
	clear(text)
	try := binary.BigEndian.AppendUint32(seed[:], uint32(part))
	hash := sha256.Sum256(append(try, b[4*part:4*part+4]...))
	return bits.LeadingZeros32(binary.BigEndian.Uint32(hash[:])) >= int(zeros)
}
