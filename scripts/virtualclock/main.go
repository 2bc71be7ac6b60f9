// Command virtualclock builds einmal for tests that live through weeks: in the program that it
// writes, time.Now is ahead by the seconds that stand in EINMAL_TEST_OFFSET when it starts. What is
// measured (timers, time.Since) goes as always.
//
//	go run ./scripts/virtualclock [DIR [PAGE]]   DIR is out/virtualclock; it prints the program's name
//
// With PAGE, a web client as it is packed for the program, that one is served and not the one in
// webclient/brotli.
//
// No code of einmal knows of it: one file of the standard library is replaced while it is built
// (go help build, -overlay), made here from the file of the Go that builds.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// shift is a file more in package time.
//
//go:embed shift.txt
var shift []byte

func main() {
	dir, page := filepath.Join("out", "virtualclock"), ""
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: virtualclock [DIR [PAGE]]") }
	flag.Parse()
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if flag.NArg() > 1 {
		page = flag.Arg(1)
	}
	program, err := build(dir, page)
	if err != nil {
		fmt.Fprintln(os.Stderr, "virtualclock:", err)
		os.Exit(1)
	}
	fmt.Println(program)
}

// build writes overlay and program into a directory. If nothing has changed, Go builds nothing.
func build(dir, page string) (program string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	overlay, err := writeOverlay(dir, page)
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, "einmal")
	command := exec.Command("scripts/build", "-overlay", overlay, "-o", program, "./cmd/einmal")
	command.Stderr = os.Stderr
	return program, command.Run()
}

// writeOverlay writes what takes the place of package time's own files, and of the page if another
// one is to be served, and says where the list is.
func writeOverlay(dir, page string) (list string, err error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	library := filepath.Join(strings.TrimSpace(string(root)), "src", "time")
	source, err := os.ReadFile(filepath.Join(library, "time.go"))
	if err != nil {
		return "", err
	}
	if source, err = shiftNow(source); err != nil {
		return "", err
	}
	replaced := map[string]string{}
	for name, content := range map[string][]byte{"time.go": source, "zz_test_shift.go": shift} {
		place := filepath.Join(dir, "_time", name) // Go's ./... passes by a folder of such a name
		replaced[filepath.Join(library, name)] = place
		if err := writeIfChanged(place, content); err != nil {
			return "", err
		}
	}
	if page != "" {
		if err := replacePage(replaced, page); err != nil {
			return "", err
		}
	}
	content, err := json.MarshalIndent(map[string]any{"Replace": replaced}, "", " ")
	if err != nil {
		return "", err
	}
	list = filepath.Join(dir, "overlay.json")
	return list, writeIfChanged(list, content)
}

// replacePage puts the files of another built client in the place of those that are embedded.
func replacePage(replaced map[string]string, page string) error {
	page, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	embedded, err := filepath.Abs(filepath.Join("webclient", "brotli"))
	if err != nil {
		return err
	}
	list := func(folder string, add func(name, place string)) error {
		return filepath.WalkDir(folder, func(place string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				add(strings.TrimPrefix(place, folder), place)
			}
			return err
		})
	}
	// No name in its place: the file is not there.
	if err := list(embedded, func(_, place string) { replaced[place] = "" }); err != nil {
		return err
	}
	return list(page, func(name, place string) { replaced[embedded+name] = place })
}

// firstLine is where time.Now has read the clocks: the wall clock's seconds are sec.
var firstLine = regexp.MustCompile(`(?m)^func Now\(\) Time \{\n\tsec, nsec, mono := \w+\(\)\n`)

func shiftNow(source []byte) ([]byte, error) {
	if len(firstLine.FindAllIndex(source, -1)) != 1 {
		return nil, errors.New("time.Now of this version of Go begins in a way not known here")
	}
	return firstLine.ReplaceAll(source, []byte("$0\tsec += testShift\n")), nil
}

// writeIfChanged leaves a file alone that is as it should be.
func writeIfChanged(name string, content []byte) error {
	if there, err := os.ReadFile(name); err == nil && string(there) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
