package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// entry is a rule, how it is broken, and the test that has to notice.
type entry struct {
	rule string
	file string // from the root of the repository
	// whole lines, without the last newline; old stands in file exactly once
	before, after string
	test          string         // a command of the shell, run in the root
	says          *regexp.Regexp // what the test says of it
}

// readLists reads all lists in dir. An entry is a paragraph:
//
//	# what the rule is
//	file path/of/file.go
//	-	the lines that hold it, as they stand in the file
//	+	what takes their place; none deletes them
//	test go test ./path -run TestName
//	says regular expression
func readLists(dir string) ([]entry, error) {
	lists, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			return nil, err
		}
		for paragraph := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
			e, err := parseEntry(paragraph)
			if err != nil {
				return nil, fmt.Errorf("%s: %w in:\n%s", list, err, paragraph)
			}
			entries = append(entries, e)
		}
	}
	return entries, nil
}

func parseEntry(paragraph string) (entry, error) {
	var e entry
	var old, replacement []string
	var says string
	for line := range strings.SplitSeq(paragraph, "\n") {
		switch {
		case strings.HasPrefix(line, "# "):
			e.rule = line[2:]
		case strings.HasPrefix(line, "file "):
			e.file = line[5:]
		case strings.HasPrefix(line, "-"):
			old = append(old, line[1:])
		case strings.HasPrefix(line, "+"):
			replacement = append(replacement, line[1:])
		case strings.HasPrefix(line, "test "):
			e.test = line[5:]
		case strings.HasPrefix(line, "says "):
			says = line[5:]
		default:
			return e, fmt.Errorf("unknown line %q", line)
		}
	}
	e.before, e.after = strings.Join(old, "\n"), strings.Join(replacement, "\n")
	if e.rule == "" || e.file == "" || e.before == "" || e.test == "" || says == "" {
		return e, fmt.Errorf("a part is missing")
	}
	var err error
	e.says, err = regexp.Compile(says)
	return e, err
}

// breakIn returns the text of the file with the rule broken.
func (e *entry) breakIn(text []byte) ([]byte, error) {
	old, replacement := []byte("\n"+e.before+"\n"), []byte("\n"+e.after+"\n")
	if e.after == "" {
		replacement = []byte("\n")
	}
	if n := bytes.Count(text, old); n != 1 {
		return nil, fmt.Errorf("its lines stand %d times in %s, not once", n, e.file)
	}
	return bytes.Replace(text, old, replacement, 1), nil
}
