package peer

import (
	"crypto/sha256"
	"testing"
)

// FuzzFilesIn: whatever a member says and sends, files without an end stay few, no more is written
// than was offered, and what is kept is what was announced.
func FuzzFilesIn(f *testing.F) {
	f.Add([]byte{0, 1, 5, 2, 1, 5})
	f.Add([]byte{0, 1, 5, 2, 1, 3, 1, 1, 0, 2, 1, 3})
	f.Add([]byte{4, 1, 5, 2, 1, 5, 0, 2, 9, 2, 2, 200})
	zeros := func(size int) []byte { return make([]byte, size) }
	f.Fuzz(func(t *testing.T, script []byte) {
		place, err := openShelf(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer place.close()
		kept := map[string][]byte{}
		in := &filesIn{shelf: place, say: func(message) {}, open: map[fileID]*incoming{}}
		in.tell = func(kind EventKind, file *File, _ string) {
			if kind == Received {
				kept[file.Saved] = zeros(int(file.Size))
			}
		}
		for ; len(script) >= 3 && err == nil; script = script[3:] {
			id, size := fileID(script[1]), int(script[2])
			switch script[0] % 5 {
			case 0:
				err = in.offered(&fileMessage{ID: id, Name: "x", Size: int64(size) + 1,
					Hash: sha256.Sum256(zeros(size + 1))})
			case 1:
				err = in.withdrawn(id)
			case 2:
				err = in.chunk(packChunk(id, zeros(size)))
			case 3:
				err = in.chunk(script)
			case 4:
				err = in.offered(&fileMessage{ID: id, Name: "y", Size: int64(size) + 1})
			}
			if len(in.open) > maxOpenFiles {
				t.Fatalf("%d files are open", len(in.open))
			}
			for _, one := range in.open {
				if info, err := one.draft.file.Stat(); err != nil || info.Size() > one.offer.Size {
					t.Fatalf("%d bytes of %d: %v", info.Size(), one.offer.Size, err)
				}
			}
		}
		in.cut()
		holds(t, place.dir.Name(), kept)
	})
}
