package transfer

import (
	"crypto/sha256"
	"hash"

	"einmal/internal/peer/protocol"
)

// hashBlock is how many bytes each block of a file has but the last.
const hashBlock = 1 << 20

// fileHash is the hash of a file, which a browser can make of one that is never in memory as a
// whole: the SHA-256 of the SHA-256s of its blocks, one after the other.
type fileHash struct {
	outer, block hash.Hash
	inBlock      int
}

func newFileHash() *fileHash { return &fileHash{outer: sha256.New(), block: sha256.New()} }

// Write never fails.
func (h *fileHash) Write(bytes []byte) (int, error) {
	n := len(bytes)
	for len(bytes) > 0 {
		part := bytes[:min(len(bytes), hashBlock-h.inBlock)]
		bytes = bytes[len(part):]
		h.block.Write(part)
		if h.inBlock += len(part); h.inBlock == hashBlock {
			h.endBlock()
		}
	}
	return n, nil
}

func (h *fileHash) endBlock() {
	h.outer.Write(h.block.Sum(nil))
	h.block.Reset()
	h.inBlock = 0
}

// finish is called once, after the last byte.
func (h *fileHash) finish() protocol.FileHash {
	if h.inBlock > 0 {
		h.endBlock()
	}
	return protocol.FileHash(h.outer.Sum(nil))
}
