package rooms

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// aBox is one of n pieces, with bytes by chance in all of it.
func aBox(n uint16) (what Box, pieces [][]byte) {
	what.Pieces = n
	rand.Read(what.Taker[:])
	rand.Read(what.Salt[:])
	rand.Read(what.Head[:])
	for range n {
		piece := make([]byte, PieceSize)
		rand.Read(piece)
		pieces = append(pieces, piece)
	}
	return what, pieces
}

func put(t *testing.T, s *Store, k Key, what Box, pieces [][]byte) *BoxWriter {
	t.Helper()
	w, err := s.PutBox(k, what)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range pieces {
		if err := w.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func putWhole(t *testing.T, s *Store, k Key, n uint16) (Box, [][]byte) {
	t.Helper()
	what, pieces := aBox(n)
	if err := put(t, s, k, what, pieces).Finish(); err != nil {
		t.Fatal(err)
	}
	return what, pieces
}

// bytesOnDisk is all that the files below a directory hold.
func bytesOnDisk(t *testing.T, dir string) (all []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func boxFiles(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, BoxesName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return entries
}

func TestABoxIsWhatWasPutIntoIt(t *testing.T) {
	for _, where := range []string{"disk", "memory"} {
		t.Run(where, func(t *testing.T) {
			s := openStoreIn(t, where)
			k := fill(t, s, 0, 3)[1]
			if _, err := s.FindBox(k); !errors.Is(err, ErrGone) {
				t.Errorf("before: %v", err)
			}
			what, pieces := putWhole(t, s, k, 3)
			if found, err := s.FindBox(k); err != nil || found != what {
				t.Fatalf("another box, or %v", err)
			}
			into := make([]byte, PieceSize)
			for n, piece := range pieces {
				if err := s.ReadPiece(k, what.Salt, n, into); err != nil ||
					!bytes.Equal(into, piece) {
					t.Errorf("piece %d is another, or %v", n, err)
				}
			}
			for _, n := range []int{-1, 3} {
				if err := s.ReadPiece(k, what.Salt, n, into); !errors.Is(err, ErrGone) {
					t.Errorf("piece %d: %v", n, err)
				}
			}
			if _, err := s.PutBox(k, what); !errors.Is(err, ErrExists) {
				t.Errorf("a second box of one room: %v", err)
			}
			if err := s.EraseBox(k, [32]byte{}); !errors.Is(err, ErrGone) {
				t.Errorf("another box than this: %v", err)
			}
			if err := s.EraseBox(k, what.Salt); err != nil {
				t.Fatal(err)
			}
			if err := s.ReadPiece(k, what.Salt, 0, into); !errors.Is(err, ErrGone) {
				t.Errorf("after it was erased: %v", err)
			}
			if n, size := s.CountBoxes(); n != 0 || size != 0 {
				t.Errorf("%d boxes of %d bytes are still counted", n, size)
			}
		})
	}
}

// TestNothingIsLeftOfABox: whatever it ends by, no byte of it is in a file, and no file is left. The
// blocks of a file that is removed are looked at through a second name of it.
func TestNothingIsLeftOfABox(t *testing.T) {
	for name, end := range map[string]func(s *Store, k Key, what Box) error{
		"taken": func(s *Store, k Key, what Box) error { return s.EraseBox(k, what.Salt) },
		"ended": func(s *Store, k Key, _ Box) error { return s.Erase(k) },
		"swept": func(s *Store, _ Key, _ Box) error {
			_, err := s.Sweep(inHours(60), nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			k := fill(t, s, 0, 3)[1]
			what, pieces := putWhole(t, s, k, 20)
			marks := [][]byte{what.Head[:], what.Salt[:], pieces[0][:64], pieces[19][PieceSize-64:]}
			if !contains(bytesOnDisk(t, dir), marks[2]) {
				t.Fatal("the search does not find a piece that is there")
			}
			for _, m := range [][]byte{marks[0], marks[1], k[:], what.Taker[:]} {
				if contains(bytesOnDisk(t, filepath.Join(dir, BoxesName)), m) {
					t.Error("what belongs into the sealed header is there in the clear")
				}
			}
			files := boxFiles(t, dir)
			if len(files) != 1 {
				t.Fatalf("%d files", len(files))
			}
			info, err := files[0].Info()
			if err != nil || !info.ModTime().Equal(time.Unix(0, 0)) {
				t.Errorf("the file says when something was left: %v, %v", info.ModTime(), err)
			}
			second := filepath.Join(t.TempDir(), "second")
			if err := os.Link(filepath.Join(dir, BoxesName, files[0].Name()), second); err != nil {
				t.Fatal(err)
			}
			if err := end(s, k, what); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(second)
			if err != nil || len(bytes.Trim(data, "\x00")) > 0 || len(data) < 20*PieceSize {
				t.Errorf("the blocks of the file are not overwritten (%d bytes, %v)", len(data), err)
			}
			if n := len(boxFiles(t, dir)); n != 0 {
				t.Errorf("%d files are left", n)
			}
			for i, m := range marks {
				if contains(bytesOnDisk(t, dir), m) {
					t.Errorf("mark %d is still there", i)
				}
			}
		})
	}
}

// TestABoxOutlivesARestart, and what was not finished, or belongs to nobody, does not.
func TestABoxOutlivesARestart(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	keys := fill(t, s, 0, 4)
	what, pieces := putWhole(t, s, keys[0], 2)
	half, some := aBox(3)
	put(t, s, keys[1], half, some[:2])                    // an upload under way
	ended, other := putWhole(t, s, keys[2], 1)            // its room's record goes, and then
	if err := s.eraseRecordOnly(t, keys[2]); err != nil { // the process is killed
		t.Fatal(err)
	}
	junk := filepath.Join(dir, BoxesName, "junk")
	if err := errors.Join(os.WriteFile(junk, []byte("junk"), 0o600), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	into := make([]byte, PieceSize)
	if err := s.ReadPiece(keys[0], what.Salt, 1, into); err != nil || !bytes.Equal(into, pieces[1]) {
		t.Errorf("the box is another, or %v", err)
	}
	if n, size := s.CountBoxes(); n != 1 || size != fileSize(what) {
		t.Errorf("%d boxes, %d bytes", n, size)
	}
	if n := len(boxFiles(t, dir)); n != 1 {
		t.Errorf("%d files", n)
	}
	for i, m := range [][]byte{some[0][:64], some[1][:64], other[0][:64], ended.Head[:64]} {
		if contains(bytesOnDisk(t, dir), m) {
			t.Errorf("mark %d is still there", i)
		}
	}
}

// eraseRecordOnly is the first half of Erase.
func (s *Store) eraseRecordOnly(t *testing.T, k Key) error {
	t.Helper()
	e := &erasure{k, make(chan error, 1)}
	s.mu.Lock()
	s.eraseAll([]*erasure{e})
	s.mu.Unlock()
	return <-e.answer
}

func TestBoxesAreBounded(t *testing.T) {
	s := openStore(t, t.TempDir())
	keys := fill(t, s, 0, 4)
	one, _ := aBox(2)
	s.LimitBoxes(2 * fileSize(one))
	if !s.TakesBoxes() {
		t.Error("it takes none")
	}
	for _, n := range []uint16{0, MostPieces + 1} {
		if _, err := s.PutBox(keys[0], Box{Pieces: n}); err == nil {
			t.Errorf("a box of %d pieces", n)
		}
	}
	if _, err := s.PutBox(s.RoomKey(ID{99}), one); !errors.Is(err, ErrGone) {
		t.Errorf("a box for no room: %v", err)
	}
	putWhole(t, s, keys[0], 2)
	what, pieces := aBox(2)
	begun := put(t, s, keys[1], what, pieces[:1]) // counts from its first moment
	if _, err := s.PutBox(keys[2], one); !errors.Is(err, ErrFull) {
		t.Errorf("a third: %v", err)
	}
	again := put(t, s, keys[1], what, pieces) // the same host anew
	if err := begun.Write(pieces[1]); !errors.Is(err, ErrGone) {
		t.Errorf("what made way goes on: %v", err)
	}
	if err := errors.Join(begun.Discard(), again.Finish()); err != nil {
		t.Fatal(err)
	}
	if found, err := s.FindBox(keys[1]); err != nil || found != what {
		t.Errorf("the box is not there: %v", err)
	}
	if err := again.Write(pieces[1]); err == nil {
		t.Error("a piece more than there are")
	}
	s.LimitBoxes(0)
	if s.TakesBoxes() {
		t.Error("it takes some")
	}
}

// TestARoomThatEndsInMidUploadTakesItAlong: nothing becomes a box of a room that is gone.
func TestARoomThatEndsInMidUploadTakesItAlong(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	k := fill(t, s, 0, 2)[0]
	what, pieces := aBox(2)
	w := put(t, s, k, what, pieces)
	if err := s.Erase(k); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(); !errors.Is(err, ErrGone) {
		t.Errorf("it became a box: %v", err)
	}
	if err := w.Discard(); err != nil {
		t.Fatal(err)
	}
	if n := len(boxFiles(t, dir)); n != 0 {
		t.Errorf("%d files are left", n)
	}
	if n, _ := s.CountBoxes(); n != 0 {
		t.Errorf("%d boxes are left", n)
	}
}
