package transfer

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"testing"

	"einmal/internal/peer/protocol"
)

func TestTheHashOfAFileIsThatOfTheHashesOfItsBlocks(t *testing.T) {
	content := bytes.Repeat([]byte("einmal "), 2*hashBlock/7+1)[:2*hashBlock]
	first, second := sha256.Sum256(content[:hashBlock]), sha256.Sum256(content[hashBlock:])
	for name, c := range map[string]struct {
		content []byte
		want    [32]byte
	}{
		"of one byte":   {content[:1], sha256.Sum256(sum(content[:1]))},
		"of one block":  {content[:hashBlock], sha256.Sum256(first[:])},
		"of two blocks": {content, sha256.Sum256(slices.Concat(first[:], second[:]))},
		"of a byte more": {append(bytes.Clone(content), 1),
			sha256.Sum256(slices.Concat(first[:], second[:], sum([]byte{1})))},
	} {
		for _, step := range []int{1 << 16, hashBlock, hashBlock + 1, MaxChunk} {
			h := newFileHash()
			for rest := c.content; len(rest) > 0; rest = rest[min(step, len(rest)):] {
				_, _ = h.Write(rest[:min(step, len(rest))])
			}
			if got := h.finish(); got != protocol.FileHash(c.want) {
				t.Errorf("%s, %d at a time: %x", name, step, got)
			}
		}
	}
}

func sum(content []byte) []byte {
	s := sha256.Sum256(content)
	return s[:]
}
