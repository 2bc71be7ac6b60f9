package peer

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/transfer"
)

// writeFile returns a file of random bytes.
func writeFile(t *testing.T, name string, size int) (path string, content []byte) {
	t.Helper()
	content = make([]byte, size)
	rand.Read(content)
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// holds checks that there is nothing in a directory but these.
func holds(t *testing.T, dir string, files map[string][]byte) {
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

func (p *person) mustSend(path string) {
	p.t.Helper()
	if err := p.SendFile(path); err != nil {
		p.t.Fatalf("%s cannot send: %v", p.name, err)
	}
}

func TestAFileArrivesAsItIs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s := startServer(t)
	for _, c := range []struct {
		name    string
		options Options
		size    int
	}{
		{"directly", Options{}, 5<<20 + 1},
		{"of one byte", Options{}, 1},
		{"of one whole message", Options{}, transfer.MaxChunk},
		{"through the relay over UDP", Options{RelayOnly: true, RelayTransport: "udp"}, 2 << 20},
		{"through the relay over TCP", Options{RelayOnly: true, RelayTransport: "tcp"}, 2 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Files = t.TempDir()
			host, guest := pairOf(t, s.in(t), Chat, c.options)
			host.until(Connected)
			guest.until(Connected)
			path, content := writeFile(t, "Entwürfe.pdf", c.size)
			guest.mustSend(path)
			if e := host.until(Offered); e.Code != "accepted" || e.Name != "Guest" ||
				e.File.Name != "Entwürfe.pdf" || e.File.Size != int64(c.size) {
				t.Errorf("the host is offered %+v: %+v", e, e.File)
			}
			if e := host.until(Received); e.File.Saved != "Entwürfe.pdf" {
				t.Errorf("saved as %q", e.File.Saved)
			}
			if e := guest.until(Delivered); e.Name != "Host" {
				t.Errorf("delivered to %q", e.Name)
			}
			holds(t, c.options.Files, map[string][]byte{"Entwürfe.pdf": content})
		})
	}
}

func TestFilesGoBothWaysWhileTheServerIsGoneAndNoneReplacesAnother(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s := startServer(t)
	o := Options{Files: t.TempDir()}
	host, guest := pairOf(t, s, Chat, o)
	host.until(Connected)
	guest.until(Connected)
	s.kill()
	first, a := writeFile(t, "x.tar.gz", 3<<20)
	second, b := writeFile(t, "x.tar.gz", 2<<20)
	third, c := writeFile(t, "x.tar.gz", 1<<20)
	guest.mustSend(first)
	host.until(Received)
	guest.mustSend(second)
	host.mustSend(third)
	if err := guest.Say("Three files."); err != nil {
		t.Fatal(err)
	}
	saved := map[string][]byte{"x.tar.gz": a}
	saved[guest.until(Received).File.Saved] = c
	delivered, said := false, false
	saved[host.untilThat("the other file, its receipt and a text", func(e Event) bool {
		delivered, said = delivered || e.Kind == Delivered, said || e.Kind == Said
		return e.Kind == Received
	}).File.Saved] = b
	if !said {
		t.Error("a text has waited for a file")
	}
	if !delivered {
		host.until(Delivered)
	}
	if saved["x.tar (2).gz"] == nil || saved["x.tar (3).gz"] == nil {
		t.Errorf("saved as %d other names", len(saved))
	}
	holds(t, o.Files, saved)
}

func TestAFileOutlivesAnICERestart(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	o := Options{Files: t.TempDir(), RelayOnly: true} // over the relay it takes its time
	host, guest := pairOf(t, startServer(t), Chat, o)
	host.until(Safe)
	guest.until(Safe)
	path, content := writeFile(t, "long.bin", 3<<20)
	guest.mustSend(path)
	host.until(Offered)
	guest.onPair(func(p *pair.Pair) {
		if f := p.Files.Sender.Open[1]; f == nil || f.Sent == f.Shared.Offer.Size {
			t.Error("the file is through already")
		}
		p.Conn.RestartICE()
	})
	host.until(Received)
	guest.until(Delivered)
	holds(t, o.Files, map[string][]byte{"long.bin": content})
}

func TestEverybodyIsOfferedAFileAndDecidesAlone(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	dir := t.TempDir()
	anna := s.join(link.Guest(), Options{Name: "Anna", Files: dir})
	anna.until(Connected)
	ben := s.join(link.Guest(), Options{Name: "Ben"})
	path, content := writeFile(t, "plan.txt", 100_000)
	for range 2 {
		host.until(Connected)
	}
	ben.until(Connected)
	host.mustSend(path)
	if e := ben.until(Offered); e.Code != "declined" {
		t.Errorf("Ben, who has no place for it: %q", e.Code)
	}
	anna.until(Received)
	ends := map[string]EventKind{}
	for range 2 {
		e := host.untilThat("an end", func(e Event) bool {
			return e.Kind == Delivered ||
				e.Kind == NotSent
		})
		ends[e.Name+" "+e.Code] = e.Kind
	}
	if ends["Anna "] != Delivered || ends["Ben declined"] != NotSent {
		t.Errorf("the host is told %v", ends)
	}
	holds(t, dir, map[string][]byte{"plan.txt": content})
}

func TestAFileThatIsCutOffLeavesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s := startServer(t)
	for name, cut := range map[string]func(guest *person, path string){
		"by a sender who leaves":    func(guest *person, _ string) { guest.Leave() },
		"by a file that is emptied": func(_ *person, path string) { os.Truncate(path, 1<<20) },
		"by a file that is replaced": func(_ *person,
			path string) {
			os.WriteFile(path, make([]byte, 50<<20), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			// Over the relay a file takes its time.
			o := Options{Files: t.TempDir(), RelayOnly: true}
			host, guest := pairOf(t, s, Chat, o)
			host.until(Connected)
			guest.until(Connected)
			path, _ := writeFile(t, "long.bin", 3<<20)
			guest.mustSend(path)
			host.until(Offered)
			cut(guest, path)
			if e := host.until(NotSent); e.File.Name != "long.bin" {
				t.Errorf("%+v came to nothing", e.File)
			}
			holds(t, o.Files, nil)
		})
	}
}

func TestWhatCannotBeSentIsSaidAtOnce(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	path, _ := writeFile(t, "x", 1)
	empty, _ := writeFile(t, "y", 0)
	if err := host.SendFile(path); err != ErrNotNow {
		t.Errorf("to nobody: %v", err)
	}
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, protocol.MaxFileSize+1); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, large, t.TempDir(), path + "none"} {
		if err := host.SendFile(path); err == nil || err == ErrNotNow {
			t.Errorf("%s: %v", path, err)
		}
	}
}
