package protocol

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// OpenWork is what a server that lets everybody create rooms asks for: 2^19 hashes in all, about a
// second in a browser.
const OpenWork = 16

const workParts = 8 // of one proof: many small ones take a more even time than one large one

// Proof is a proof of work: a big-endian uint32 for each part (docs/protocol.md, 3.1).
type Proof [4 * workParts]byte

func (b *Proof) UnmarshalJSON(literal []byte) error { return decodeBase64(b[:], literal) }
func (b Proof) MarshalText() ([]byte, error)        { return encodeBase64(b[:]) }

// Proves says whether each part's hash begins with so many zero bits. The nonce makes a proof good
// for one socket.
func (b *Proof) Proves(nonce Nonce, room *RoomID, zeros uint8) bool {
	seed := workSeed(nonce, room)
	for part := range workParts {
		if !b.partProves(part, seed, zeros) {
			return false
		}
	}
	return true
}

func workSeed(nonce Nonce, room *RoomID) [sha256.Size]byte {
	text := labelled("einmal/1 work", nonce[:], room[:])
	defer clear(text)
	return sha256.Sum256(text)
}

func (b *Proof) partProves(part int, seed [sha256.Size]byte, zeros uint8) bool {
	try := binary.BigEndian.AppendUint32(seed[:], uint32(part))
	hash := sha256.Sum256(append(try, b[4*part:4*part+4]...))
	return bits.LeadingZeros32(binary.BigEndian.Uint32(hash[:])) >= int(zeros)
}

// Prove does the work that a challenge asks for, 1 to 24 bits; nil says that ctx has ended before.
func Prove(ctx context.Context, nonce Nonce, room *RoomID, zeros uint8) *Proof {
	b, seed := new(Proof), workSeed(nonce, room)
	for part := range workParts {
		for n := uint32(1); !b.partProves(part, seed, zeros); n++ {
			binary.BigEndian.PutUint32(b[4*part:], n)
			if n%4096 == 0 && ctx.Err() != nil {
				return nil
			}
		}
	}
	return b
}
