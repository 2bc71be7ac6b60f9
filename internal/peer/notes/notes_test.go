package notes

import (
	"encoding/binary"
	"strings"
	"testing"
)

func piece(index, count int, text string) []byte {
	head := binary.BigEndian.AppendUint16(nil, uint16(index))
	return append(binary.BigEndian.AppendUint16(head, uint16(count)), text...)
}

func TestWhatIsNoTextOfNotesIsRefused(t *testing.T) {
	for name, pieces := range map[string][][]byte{
		"no numbers":         {{0, 0, 0}},
		"no pieces":          {piece(0, 0, "a")},
		"too many":           {piece(0, maxPieces+1, "a")},
		"another number":     {piece(0, 2, "a"), piece(1, 3, "b")},
		"the same twice":     {piece(0, 2, "a"), piece(0, 2, "a")},
		"no characters":      {piece(0, 1, "\xff")},
		"half of one at end": {piece(0, 1, strings.Repeat("a", 9)+"\xc3")},
	} {
		r := Reader{}
		valid := true
		for _, one := range pieces {
			_, _, valid = r.AddPiece(one)
		}
		if valid {
			t.Errorf("%s is read", name)
		}
	}
}
