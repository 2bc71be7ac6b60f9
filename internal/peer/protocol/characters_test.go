package protocol

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// fixtures of names, which the TypeScript tests read as well: a text, and what becomes of it.
func fixtures(t *testing.T) (all struct{ Names, Texts, FileNames [][2]string }) {
	t.Helper()
	text, err := os.ReadFile("../../../webclient/testdata/names.json")
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil || len(all.Names) == 0 || len(all.Texts) == 0 || len(all.FileNames) == 0 {
		t.Fatalf("read the fixtures: %v", err)
	}
	return all
}

func TestTheCharactersAreThoseOfTheProtocol(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```characters\n(.*?)\n *```").FindSubmatch(text)
	if block == nil {
		t.Fatal("the protocol has no lists of characters")
	}
	tables := map[string]*unicode.RangeTable{"unseen": unseen, "joining": joining, "space": space}
	for list := range strings.Lines(string(block[1])) {
		words := strings.Fields(list)
		table := tables[words[0]]
		delete(tables, words[0])
		listed := map[rune]bool{}
		for _, word := range words[1:] {
			from, to, isRange := strings.Cut(word, "-")
			if !isRange {
				to = from
			}
			var first, last rune
			if _, err := fmt.Sscanf(from+" "+to, "%x %x", &first, &last); err != nil {
				t.Fatalf("%s: %v", word, err)
			}
			for r := first; r <= last; r++ {
				listed[r] = true
			}
		}
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if unicode.Is(table, r) != listed[r] {
				t.Errorf("%s: %U is listed: %v", words[0], r, listed[r])
			}
		}
	}
	if len(tables) > 0 {
		t.Errorf("the protocol does not list %v", tables)
	}
}

func TestANameIsALineThatShowsWhatItSays(t *testing.T) {
	for _, c := range fixtures(t).Names {
		if got := ToLine(c[0]); got != c[1] {
			t.Errorf("%+q is shown as %+q, want %+q", c[0], got, c[1])
		}
		if IsName(c[0]) != (c[0] == c[1] && c[0] != "") || IsName(c[1]) != (c[1] != "") {
			t.Errorf("%+q or %+q is taken for a name, or is not", c[0], c[1])
		}
	}
	if IsName(strings.Repeat("x", 81)) {
		t.Error("81 characters are taken for a name")
	}
}

func TestATextIsFreedOfWhatTurnsItAround(t *testing.T) {
	for _, c := range fixtures(t).Texts {
		if got := ToText(c[0]); got != c[1] {
			t.Errorf("%+q is shown as %+q, want %+q", c[0], got, c[1])
		}
	}
}

func TestANameOfAFileIsAName(t *testing.T) {
	for _, c := range append(fixtures(t).FileNames, [2]string{"bad\xff.txt", "bad_.txt"},
		[2]string{"a/../b", "b"}) {
		name, offered := c[0], c[1]
		if name != "bad\xff.txt" && IsFileName(name) != (name == offered) {
			t.Errorf("%+q is taken for a name, or is not", name)
		}
		if got := FileNameOf("/some/where/" + name); name != "" && got != offered ||
			!IsFileName(got) {
			t.Errorf("%+q is offered as %+q, want %+q", name, got, offered)
		}
	}
}

// FuzzFileName: whatever a file is called here, the name that it is offered under is taken, and is
// no way out of a folder.
func FuzzFileName(f *testing.F) {
	f.Add("/etc/passwd")
	f.Add("..")
	f.Add("a\u202eb\x00. ")
	f.Fuzz(func(t *testing.T, path string) {
		for _, name := range []string{path, FileNameOf(path)} {
			if IsFileName(name) && (!filepath.IsLocal(name) || filepath.Base(name) != name) {
				t.Errorf("%q is taken for a name", name)
			}
		}
		if name := FileNameOf(path); !IsFileName(name) {
			t.Errorf("%q is offered as %q", path, name)
		}
	})
}
