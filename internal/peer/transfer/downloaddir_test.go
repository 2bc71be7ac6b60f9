package transfer

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"einmal/internal/peer/protocol"
)

func TestACallTakesNoMoreFilesThanItHasPlaceFor(t *testing.T) {
	dir := t.TempDir()
	place, err := OpenDownloadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer place.Close()
	var taken []*draft
	for range maxDownloads/protocol.MaxFileSize + 1 {
		if d := place.createDraft(protocol.MaxFileSize); d != nil {
			taken = append(taken, d)
		}
	}
	if len(taken) != maxDownloads/protocol.MaxFileSize {
		t.Errorf("%d files of the largest size were taken", len(taken))
	}
	for _, d := range taken {
		d.discard()
	}
	if place.createDraft(protocol.MaxFileSize) != nil {
		t.Error("what was thrown away may come again without end")
	}
	mustContain(t, dir, nil)
}

func TestAFileLeavesItsDirectoryOverNoLink(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(filepath.Join(outside, "x"), filepath.Join(dir, "x")); err != nil {
		t.Fatal(err)
	}
	place, err := OpenDownloadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer place.Close()
	d := place.createDraft(5)
	if !d.writeBytes([]byte("hello")) || d.saveAs("x") != "x (2)" {
		t.Error("it is not saved beside the link")
	}
	mustContain(t, outside, nil)
}

// mustContain checks that there is nothing in a directory but these.
func mustContain(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		got, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if want, ok := files[entry.Name()]; err != nil || !ok || !bytes.Equal(got, want) {
			t.Errorf("%s has %d bytes, and is not what was sent: %v", entry.Name(), len(got), err)
		}
	}
	if len(entries) != len(files) {
		t.Errorf("there are %d files, want %d", len(entries), len(files))
	}
}
