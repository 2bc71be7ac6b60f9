package archtest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// notOurs are folders that hold built or foreign files.
var notOurs = []string{".git", "node_modules", "dist", "bin", "out"}

// file is one source file; path is relative to the root, with slashes.
type file struct {
	path string
	text string
}

func (f file) lines() int { return strings.Count(f.text, "\n") }

// sources returns all files below dir that end in one of the suffixes.
func sources(t *testing.T, dir string, suffixes ...string) []file {
	t.Helper()
	var found []file
	err := filepath.WalkDir(filepath.Join(root, dir),
		func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if slices.Contains(notOurs, entry.Name()) {
					return filepath.SkipDir
				}
				return nil
			}
			if !slices.ContainsFunc(suffixes,
				func(s string) bool { return strings.HasSuffix(path, s) }) {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			found = append(found, file{filepath.ToSlash(relative), string(text)})
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("no source files below %q: this test looks in the wrong place", dir)
	}
	return found
}

// TestFilesAreShort: one concept a file. 250 lines are the aim, 300 the limit.
func TestFilesAreShort(t *testing.T) {
	for _, f := range sources(t, ".", ".go", ".ts", ".tsx", ".mjs", ".css") {
		if n := f.lines(); n > 300 {
			t.Errorf("%s has %d lines; 300 is the limit", f.path, n)
		}
	}
}

var statusOfRecord = regexp.MustCompile(`^# .*\n\n\*(Accepted|Proposed|Superseded by record \d+), ` +
	`20\d\d-\d\d-\d\d(; [^*]*)?\.\*\n\n`)

// TestEachRecordHasItsNumber: two that are written at the same time easily take the same one.
func TestEachRecordHasItsNumber(t *testing.T) {
	for i, f := range sources(t, "docs/adr", ".md") {
		name, title := fmt.Sprintf("docs/adr/%04d-", i+1), fmt.Sprintf("# %d. ", i+1)
		if !strings.HasPrefix(f.path, name) || !strings.HasPrefix(f.text, title) {
			t.Errorf("%s should be the record number %d, in its name and in its title", f.path, i+1)
		}
		if !statusOfRecord.MatchString(f.text) {
			t.Errorf("%s does not begin with its title, its status and its date", f.path)
		}
	}
}

// TestNoLinkIsInTheTree: a link leads somewhere else on every machine, and where a folder of that
// name is, git puts it in its place without asking.
func TestNoLinkIsInTheTree(t *testing.T) {
	list := exec.Command("git", "ls-files", "--stage")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Skipf("no git, no list of what is in the tree: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "120000 ") {
			t.Errorf("a symbolic link is in the tree: %s", line)
		}
	}
}
