package peer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"einmal/internal/peer/protocol"
)

// solveWork does the work that creating a room takes on an open server (protocol, section 3.1): for
// each part the first counter whose hash begins with so many zero bits. It is nil if ctx ends
// before.
func solveWork(ctx context.Context, n protocol.Nonce, room protocol.RoomID,
	zeros uint8) *protocol.WorkProof {
	seed := sha256.Sum256(append(append([]byte("einmal/1 work"), n[:]...), room[:]...))
	try := append(seed[:], make([]byte, 8)...)
	part, counter := try[len(seed):len(seed)+4], try[len(seed)+4:]
	var p protocol.WorkProof
	for i := range protocol.WorkParts {
		binary.BigEndian.PutUint32(part, uint32(i))
		for c := uint32(0); ; c++ {
			binary.BigEndian.PutUint32(counter, c)
			hash := sha256.Sum256(try)
			if bits.LeadingZeros32(binary.BigEndian.Uint32(hash[:])) >= int(zeros) {
				break
			}
			if c%4096 == 0 && ctx.Err() != nil {
				return nil
			}
		}
		copy(p[4*i:], counter)
	}
	return &p
}
