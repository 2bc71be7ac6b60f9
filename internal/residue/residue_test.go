package residue

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func TestAMarkerIsFoundInEveryForm(t *testing.T) {
	value := random(16)
	s := NewSearch([]Marker{{"room id", value}})
	in := func(text string) []byte { return []byte(text) }
	for name, test := range map[string]struct {
		data []byte
		form string
	}{
		"as it is":       {value, "raw"},
		"in hex":         {in(hex.EncodeToString(value)), "hex"},
		"in capital hex": {in(strings.ToUpper(hex.EncodeToString(value))), "hex"},
		"in base64":      {in(base64.StdEncoding.EncodeToString(value)), "base64"},
		"in base64 for URLs": {in(base64.RawURLEncoding.EncodeToString(value)),
			"base64"},
		"in base64 behind one byte": {in(base64.StdEncoding.EncodeToString(append(random(1),
			value...))), "base64"},
		"in base64 between other bytes": {in(
			base64.RawURLEncoding.EncodeToString(append(append(random(2), value...),
				random(5)...))), "base64"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, before := range []int{0, 3, 4095, 9000} {
				dir := t.TempDir()
				data := append(make([]byte, before), test.data...)
				if err := os.WriteFile(filepath.Join(dir, "f"), append(data, 0, 1, 2, 3),
					0o600); err != nil {
					t.Fatal(err)
				}
				got, err := s.SearchTree(dir)
				if err != nil || len(got.Finds) != 1 || got.Finds[0].Form != test.form ||
					got.Finds[0].Count != 1 {
					t.Errorf("behind %d bytes: %+v, %v", before, got, err)
				}
			}
		})
	}
}

func TestAMarkerIsFoundAtTheEdgeOfABlock(t *testing.T) {
	value := random(16)
	value[0] = 0 // as the empty memory before it
	s := NewSearch([]Marker{{"room id", value}})
	for _, before := range []int{blockSize - 20, blockSize - 5, blockSize, blockSize + 9} {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, append(make([]byte, before), value...), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := s.SearchFiles(path); err != nil || len(got.Finds) != 1 ||
			got.Finds[0].Count != 1 {
			t.Errorf("behind %d bytes: %+v, %v", before, got, err)
		}
	}
}

func TestAMarkerInANameOfAFileIsFound(t *testing.T) {
	dir := t.TempDir()
	s := NewSearch([]Marker{{"name", []byte("Anna Blume")}})
	if err := os.WriteFile(filepath.Join(dir, "of Anna Blume.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := s.SearchTree(dir); err != nil || len(got.Finds) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNothingIsFoundWhereNothingIs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), random(1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	var markers []Marker
	for range 200 {
		markers = append(markers, Marker{"m", random(8)})
	}
	got, err := NewSearch(markers).SearchTree(dir)
	if err != nil || len(got.Finds) > 0 || got.Places != 1 || got.Bytes != 1<<20 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestShortMarkersAreNotLookedFor(t *testing.T) {
	if s := NewSearch([]Marker{{"short", []byte("abcde")}, {"long", []byte("abcdef")},
		{"again", []byte("abcdef")}}); s.Markers != 1 {
		t.Errorf("%d markers", s.Markers)
	}
}

func TestTheMemoryOfAProcessIsSearched(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /proc/PID/mem")
	}
	value := hex.EncodeToString(random(16))
	process := exec.Command("sleep", "60")
	process.Env = []string{"VALUE=" + value} // the environment stands on the stack
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Wait()
	defer process.Process.Kill()
	s := NewSearch([]Marker{{"ours", []byte(value)}})
	// until it has left our own image
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		got, err := s.SearchMemory(process.Process.Pid)
		if err == nil && len(got.Finds) == 1 && got.Finds[0].Place == "memory: [stack]" &&
			got.Bytes > 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%+v, %v", got, err)
		}
	}
}
