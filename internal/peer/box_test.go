package peer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

func TestWhatAHostLeavesIsTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s := startServer(t)
	for name, test := range map[string]struct {
		note string
		size int
	}{
		"a note":                    {"Please read this before we talk.\nAnna", 0},
		"a file":                    {"", 200_000},
		"both, over a border":       {strings.Repeat("ü", 2000), 2*seal.PieceText - 4001},
		"a file of one piece":       {"", seal.PieceText},
		"a file with a small piece": {"", seal.PieceText + 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			link := s.room(Chat, 2)
			path, files := "", map[string][]byte{}
			if test.size > 0 {
				var content []byte
				path, content = writeFile(t, "Contract.pdf", test.size)
				files["Contract.pdf"] = content
			}
			ctx := t.Context()
			if _, err := LookAtBox(ctx, link.Guest()); !isCode(err, "no-box") {
				t.Errorf("before: %v", err)
			}
			if err := LeaveBox(ctx, link, "Ms Weber", test.note, path); err != nil {
				t.Fatal(err)
			}
			if err := LeaveBox(ctx, link, "Ms Weber", test.note, path); !isCode(err, "box-exists") {
				t.Errorf("once more: %v", err)
			}
			dir := t.TempDir()
			left, err := TakeBox(ctx, link.Guest(), dir)
			if err != nil || left.From != "Ms Weber" || left.Note != test.note ||
				left.Size != int64(test.size) {
				t.Fatalf("taken is %+v, %v", left, err)
			}
			holds(t, dir, files)
			if err := EraseBox(ctx, link.Guest()); err != nil {
				t.Fatal(err)
			}
			if _, err := TakeBox(ctx, link.Guest(), dir); !isCode(err, "no-box") {
				t.Errorf("after: %v", err)
			}
		})
	}
}

// TestABoxSurvivesAKilledServer: a server that is killed keeps what it has said it keeps, and
// nothing of what was under way.
func TestABoxSurvivesAKilledServer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s := startServer(t)
	link, ctx := s.room(Chat, 2), t.Context()
	path, content := writeFile(t, "x.bin", 6_000_000) // six seconds at its pace
	put := make(chan error, 1)
	go func() { put <- LeaveBox(ctx, link, "Ms Weber", "", path) }()
	waitForBox(t, s.data, 2<<20)
	s.kill()
	if n := boxBytes(t, s.data); n == 0 {
		t.Error("the kill came too late: nothing is under way")
	}
	s.restart()
	if err := <-put; err != nil { // it has begun anew
		t.Fatal(err)
	}
	if n := countBoxes(t, s.data); n != 1 {
		t.Errorf("%d files", n)
	}
	taken := make(chan error, 1)
	dir := t.TempDir()
	go func() {
		_, err := TakeBox(ctx, link.Guest(), dir)
		taken <- err
	}()
	waitForFile(t, dir, 1<<20)
	s.kill()
	s.restart()
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
	holds(t, dir, map[string][]byte{"x.bin": content})
	if err := EraseBox(ctx, link); err != nil { // the host can do so, too
		t.Fatal(err)
	}
	if n := countBoxes(t, s.data); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

func countBoxes(t *testing.T, data string) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(data, "boxes"))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// boxBytes is how much in the boxes of a server is not zero.
func boxBytes(t *testing.T, data string) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(data, "boxes", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			continue // it was erased just now
		}
		n += len(content) - bytes.Count(content, []byte{0})
	}
	return n
}

func waitForBox(t *testing.T, data string, size int) {
	t.Helper()
	waitUntil(t, func() bool { return boxBytes(t, data) >= size })
}

func waitForFile(t *testing.T, dir string, size int64) {
	t.Helper()
	waitUntil(t, func() bool {
		files, _ := filepath.Glob(filepath.Join(dir, ".*"))
		for _, file := range files {
			if info, err := os.Stat(file); err == nil && info.Size() >= size {
				return true
			}
		}
		return false
	})
}

func TestWhatIsNoBoxIsRefused(t *testing.T) {
	head := seal.BoxHead{From: "Ms Weber", File: "x.pdf", Size: 70_000, Note: 3}
	text, err := head.Text()
	if err != nil || head.Pieces() != 2 {
		t.Fatalf("%d pieces, %v", head.Pieces(), err)
	}
	if got, err := seal.ReadBoxHead(text, 2); err != nil || got != head {
		t.Errorf("read is %+v, %v", got, err)
	}
	for name, change := range map[string]func(text []byte) (changed []byte, pieces uint16){
		"another number of pieces": func(text []byte) ([]byte, uint16) { return text, 3 },
		"something behind it":      func(text []byte) ([]byte, uint16) { text[len(text)-1] = 1; return text, 2 },
		"a byte less":              func(text []byte) ([]byte, uint16) { return text[1:], 2 },
		"a long name":              func(text []byte) ([]byte, uint16) { text[0] = 4; return text, 2 },
		"a name that is a path":    func(text []byte) ([]byte, uint16) { text[12] = '/'; return text, 2 },
		"a name with a line break": func(text []byte) ([]byte, uint16) { text[3] = '\n'; return text, 2 },
		"a name that is no UTF-8":  func(text []byte) ([]byte, uint16) { text[3] = 0xff; return text, 2 },
		"a size beyond all":        func(text []byte) ([]byte, uint16) { text[17] = 0x80; return text, 2 },
	} {
		changed, pieces := change(bytes.Clone(text))
		if got, err := seal.ReadBoxHead(changed, pieces); err == nil {
			t.Errorf("%s: read is %+v", name, got)
		}
	}
	for name, head := range map[string]seal.BoxHead{
		"no name":               {Note: 3},
		"nothing in it":         {From: "x"},
		"a size without a file": {From: "x", Size: 3},
		"a file without a size": {From: "x", File: "x", Note: 3},
		"a note too long":       {From: "x", Note: 8001},
		"too large":             {From: "x", File: "x", Size: seal.MaxBoxSize, Note: 1},
		"a size that is none":   {From: "x", File: "x", Size: -1, Note: 3},
	} {
		if _, err := head.Text(); err == nil {
			t.Errorf("%s can be left", name)
		}
	}
}

// TestTheSizeOfABoxIsKnownToAnEighth, and the largest is as large as may be.
func TestTheSizeOfABoxIsKnownToAnEighth(t *testing.T) {
	seen := map[uint16]bool{}
	for n := int64(1); n <= protocol.MaxPieces; n++ {
		head := seal.BoxHead{From: "x", File: "x", Size: n * seal.PieceText}
		pieces := head.Pieces()
		if int64(pieces) < n || int64(pieces) > n+n/8 || pieces > protocol.MaxPieces {
			t.Errorf("%d pieces for %d", pieces, n)
		}
		seen[pieces] = true
	}
	if len(seen) > 62 {
		t.Errorf("there are %d sizes", len(seen))
	}
}

func waitUntil(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it does not come about")
}
