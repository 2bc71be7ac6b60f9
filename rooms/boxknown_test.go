package rooms

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestTheDatabaseDoesNotKnowOfABox: no byte of it changes when something is left, read or taken.
func TestTheDatabaseDoesNotKnowOfABox(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	k := fill(t, s, 0, 3)[1]
	database := func() []byte {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var all []byte
		for _, e := range entries {
			if e.IsDir() {
				if e.Name() != BoxesName {
					t.Errorf("what is %s?", e.Name())
				}
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, data...)
		}
		return all
	}
	before := database()
	if len(before) < 4096 {
		t.Fatalf("the database has %d bytes", len(before))
	}
	same := func(when string) {
		if !bytes.Equal(before, database()) {
			t.Errorf("the database is another %s", when)
		}
	}
	what, pieces := aBox(5)
	w := put(t, s, k, what, pieces)
	same("while something is left")
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	same("when something was left")
	if err := s.ReadPiece(k, what.Salt, 2, make([]byte, PieceSize)); err != nil {
		t.Fatal(err)
	}
	same("when it was read")
	if err := s.EraseBox(k, what.Salt); err != nil {
		t.Fatal(err)
	}
	same("when it was taken")
}
