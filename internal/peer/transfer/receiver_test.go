package transfer

import (
	"strings"
	"testing"

	"einmal/internal/peer/protocol"
)

// FuzzFilesIn: whatever a member says and sends, files without an end stay few, no more is written
// than was offered, and what is kept is what was announced.
func FuzzFilesIn(f *testing.F) {
	f.Add([]byte{0, 1, 5, 2, 1, 5})
	f.Add([]byte{0, 1, 5, 2, 1, 3, 1, 1, 0, 2, 1, 3})
	f.Add([]byte{4, 1, 5, 2, 1, 5, 0, 2, 9, 2, 2, 200})
	zeros := func(size int) []byte { return make([]byte, size) }
	f.Fuzz(func(t *testing.T, script []byte) {
		place, err := OpenDownloadDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer place.Close()
		kept := map[string][]byte{}
		in := &receiver{dir: place, send: func(protocol.Message) {},
			open: map[protocol.FileID]*incoming{}}
		in.report = func(what Outcome, file *File, _ string) {
			if what == Received {
				kept[file.Saved] = zeros(int(file.Size))
			}
		}
		for ; len(script) >= 3 && err == nil; script = script[3:] {
			id, size := protocol.FileID(script[1]), int(script[2])
			switch script[0] % 5 {
			case 0:
				err = in.handleOffer(&protocol.File{ID: id, Name: "x", Size: int64(size) + 1,
					Hash: hashOf(zeros(size + 1))})
			case 1:
				err = in.handleWithdraw(id)
			case 2:
				err = in.writeChunk(PackChunk(id, zeros(size)))
			case 3:
				err = in.writeChunk(script)
			case 4:
				err = in.handleOffer(&protocol.File{ID: id, Name: "y", Size: int64(size) + 1})
			}
			if len(in.open) > MaxOpenFiles {
				t.Fatalf("%d files are open", len(in.open))
			}
			for _, one := range in.open {
				if info, err := one.draft.file.Stat(); err != nil || info.Size() > one.offer.Size {
					t.Fatalf("%d bytes of %d: %v", info.Size(), one.offer.Size, err)
				}
			}
		}
		in.cutOff()
		mustContain(t, place.root.Name(), kept)
	})
}

func hashOf(content []byte) protocol.FileHash {
	h := newFileHash()
	_, _ = h.Write(content)
	return h.finish()
}

// A sender that runs ahead of the disk is cut off, and one that does not is told how far it is.
func TestASenderIsNotFarAheadOfWhatIsWritten(t *testing.T) {
	downloads, err := OpenDownloadDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer downloads.Close()
	var told []int64
	in := &receiver{dir: downloads, report: func(Outcome, *File, string) {},
		open: map[protocol.FileID]*incoming{}, send: func(m protocol.Message) {
			if m, ok := m.(*protocol.Written); ok {
				told = append(told, m.Bytes)
			}
		}}
	size := int64(fileWindow + MaxChunk)
	if err := in.handleOffer(&protocol.File{ID: 1, Name: "x", Size: size}); err != nil {
		t.Fatal(err)
	}
	chunk := PackChunk(1, make([]byte, MaxChunk))
	for len(told) == 0 {
		if err := in.writeChunk(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if told[0] < fileWindow/2 || told[0] > fileWindow/2+MaxChunk {
		t.Errorf("it says %d", told[0])
	}
	in.open[1].told = 0 // as if it had said nothing
	for err == nil && in.open[1].received <= fileWindow {
		in.open[1].told = 0
		err = in.writeChunk(chunk)
	}
	if err != protocol.ErrFiles {
		t.Errorf("%d bytes ahead: %v", in.open[1].received, err)
	}
	in.cutOff()
}

// Of a file there come as many bytes as were offered, and those.
func TestAFileIsWhatWasOffered(t *testing.T) {
	for name, c := range map[string]struct {
		sent int
		err  error
		says string
	}{
		"one byte more": {11, protocol.ErrFiles, "file accepted"},
		"other bytes":   {10, nil, "file accepted, file-failed damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			downloads, err := OpenDownloadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer downloads.Close()
			var told []string
			report := func(what Outcome, _ *File,
				code string) {
				told = append(told, string(what)+" "+code)
			}
			in := &receiver{dir: downloads, send: func(protocol.Message) {}, report: report,
				open: map[protocol.FileID]*incoming{}}
			if err := in.handleOffer(&protocol.File{ID: 1, Name: "x", Size: 10}); err != nil {
				t.Fatal(err)
			}
			if err := in.writeChunk(PackChunk(1, make([]byte, c.sent))); err != c.err {
				t.Errorf("%d bytes of 10: %v", c.sent, err)
			}
			if says := strings.Join(told, ", "); says != c.says {
				t.Errorf("it tells %q", says)
			}
			in.cutOff()
			mustContain(t, dir, nil)
		})
	}
}
