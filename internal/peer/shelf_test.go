package peer

import (
	"os"
	"path/filepath"
	"testing"

	"einmal/internal/peer/protocol"
)

func TestACallTakesNoMoreFilesThanItHasPlaceFor(t *testing.T) {
	dir := t.TempDir()
	place, err := openShelf(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer place.close()
	var taken []*draft
	for range maxShelf/protocol.MaxFileSize + 1 {
		if d := place.begin(protocol.MaxFileSize); d != nil {
			taken = append(taken, d)
		}
	}
	if len(taken) != maxShelf/protocol.MaxFileSize {
		t.Errorf("%d files of the largest size were taken", len(taken))
	}
	for _, d := range taken {
		d.drop()
	}
	if place.begin(protocol.MaxFileSize) != nil {
		t.Error("what was thrown away may come again without end")
	}
	holds(t, dir, nil)
}

func TestAFileLeavesItsDirectoryOverNoLink(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(filepath.Join(outside, "x"), filepath.Join(dir, "x")); err != nil {
		t.Fatal(err)
	}
	place, err := openShelf(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer place.close()
	d := place.begin(5)
	if !d.write([]byte("hello")) || d.keep("x") != "x (2)" {
		t.Error("it is not saved beside the link")
	}
	holds(t, outside, nil)
}
