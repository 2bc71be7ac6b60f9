package audit

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/peer"
	"einmal/internal/residue"
	"einmal/internal/serverprocess"
)

// TestNothingIsLeftOfABoxOnTheRawDisk looks at every block of a file system, also the free ones:
// for each block of three boxes as they lie there, for their salts and heads, and for what is in
// them. One is taken, one goes with its room, of one the upload breaks off.
func TestNothingIsLeftOfABoxOnTheRawDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	image, data := mountExt4(t, "512M") // a quarter of a GiB has to stay free
	origin, _ := serverprocess.Start(t, data)
	ctx := t.Context()
	words := []string{"Ms Weber " + randomText(), "Contract " + randomText() + ".txt",
		"Please read " + randomText(), "Both sides keep quiet " + randomText()}
	file := filepath.Join(t.TempDir(), words[1])
	content := bytes.Repeat([]byte(words[3]+"\n"), 40_000)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var markers, plain []residue.Marker
	for _, word := range words {
		plain = append(plain, residue.Marker{Name: "what was left", Value: []byte(word)})
	}
	rooms := make([]peer.Link, 3)
	for i := range rooms {
		link, err := newLinkOn(origin)()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := peer.Create(ctx, link, 2, time.Hour); err != nil {
			t.Fatal(err)
		}
		rooms[i] = link
		plain = append(plain, residue.Marker{Name: "room secret", Value: link.Secret[:]})
		if i == 2 {
			break
		}
		if err := peer.LeaveBox(ctx, link, words[0], words[2], file); err != nil {
			t.Fatal(err)
		}
		traces, err := peer.BoxTraces(ctx, link)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range traces[2:] { // salt and head lie there sealed once more
			markers = append(markers, residue.Marker{Name: trace.Name, Value: trace.Value})
		}
		plain = append(plain, residue.Marker{Name: traces[0].Name, Value: traces[0].Value},
			residue.Marker{Name: traces[1].Name, Value: traces[1].Value})
	}
	broken := breakOff(t, rooms[2], words, file, filepath.Join(data, "boxes"))
	markers = append(markers, broken...)
	markers = append(markers, blocksOf(t, filepath.Join(data, "boxes"))...)
	looked := func(when string, markers []residue.Marker) (found int) {
		if out, err := exec.Command("sync").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		s := residue.NewSearch(markers)
		result, err := s.SearchFiles(image)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Finds {
			found += f.Count
		}
		t.Logf("%s: looked for %d, found %d", when, s.Markers, found)
		return found
	}
	if n := looked("while they lie there, blocks of the boxes", markers); n < 400 {
		t.Fatalf("the search finds %d blocks", n)
	}
	if n := looked("while they lie there, what is in them", plain); n > 0 {
		t.Errorf("%d times something can be read", n)
	}
	if err := peer.EraseBox(ctx, rooms[0].Guest()); err != nil {
		t.Fatal(err)
	}
	host, err := peer.Join(ctx, rooms[1], peer.Options{Name: "Host", LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for over := false; !over; {
		e, err := host.Next(ctx)
		if err == nil && e.Kind == peer.Joined {
			err = host.End()
		}
		if err != nil {
			t.Fatal(err)
		}
		over = e.Kind == peer.Over
	}
	if n := looked("after one was taken and one room has ended", append(markers, plain...)); n > 0 {
		t.Errorf("%d are left", n)
	}
}

// breakOff leaves something and goes away in the middle; it gives blocks of what came.
func breakOff(t *testing.T, link peer.Link, words []string, file, boxes string) []residue.Marker {
	t.Helper()
	ctx, goAway := context.WithCancel(t.Context())
	defer goAway()
	before, ended := len(filesIn(t, boxes)), make(chan error, 1)
	go func() { ended <- peer.LeaveBox(ctx, link, words[0], words[2], file) }()
	var found []residue.Marker
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if now := filesIn(t, boxes); len(now) > before {
			if found = blocksOf(t, boxes); len(found) > 0 {
				break
			}
		}
		if time.Now().After(end) {
			t.Fatal("nothing of the third box came")
		}
	}
	goAway()
	if err := <-ended; err == nil {
		t.Fatal("the third box was left whole: it is too small for this test")
	}
	for end := time.Now().Add(time.Minute); len(filesIn(t, boxes)) > before; {
		if time.Now().After(end) {
			t.Fatal("the upload that broke off lies there still")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return found
}

func filesIn(t *testing.T, dir string) (paths []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		paths = append(paths, filepath.Join(dir, e.Name()))
	}
	return paths
}

// blocksOf gives the beginning of each block of 4 KiB of all files in a directory that holds
// something.
func blocksOf(t *testing.T, dir string) (all []residue.Marker) {
	t.Helper()
	for _, path := range filesIn(t, dir) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at+32 <= len(data); at += 4096 {
			if block := data[at : at+32]; len(bytes.Trim(block, "\x00")) > 16 {
				all = append(all, residue.Marker{Name: "block of a box", Value: block})
			}
		}
	}
	return all
}
