// Command measure prints what the legibility of the Go code is measured by: short names of
// functions, files of one package that refer to each other in a circle, and long lines.
//
//	go run ./scripts/measure [-tags evil]
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	shortName = 5   // letters
	longLine  = 100 // columns; a tab counts as four
)

type pkg struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Standard                bool
	Module                  *struct{ Main bool }
}

func main() {
	tags := flag.String("tags", "", "build `TAGS`, as for go build")
	flag.Parse()
	if err := measure(os.Stdout, *tags); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func measure(w io.Writer, tags string) error {
	packages, err := list(tags)
	if err != nil {
		return err
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	imported := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })

	var functions, short, lines, long int
	fmt.Fprintln(w, "| package | files | largest circle | functions | short names | lines | long |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for _, p := range packages {
		if p.Standard || p.Module == nil || !p.Module.Main || len(p.GoFiles) == 0 {
			continue
		}
		var files []*ast.File
		var l, lo int
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			f, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			files = append(files, f)
			a, b := widths(text)
			l, lo = l+a, lo+b
		}
		f, s := names(files)
		circle, err := largestCircle(p.ImportPath, fset, imported, files)
		if err != nil {
			return fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		functions, short, lines, long = functions+f, short+s, lines+l, long+lo
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d (%.0f %%) | %d | %d (%.1f %%) |\n",
			strings.TrimPrefix(p.ImportPath, "einmal/"), len(files), circle, f, s, percent(s, f), l,
			lo, percent(lo, l))
	}
	fmt.Fprintf(w, "| all | | | %d | %d (%.1f %%) | %d | %d (%.2f %%) |\n",
		functions, short, percent(short, functions), lines, long, percent(long, lines))
	return nil
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }

func list(tags string) ([]pkg, error) {
	command := exec.Command("go", "list", "-deps", "-export", "-tags", tags,
		"-json=ImportPath,Dir,Export,GoFiles,Standard,Module", "./...")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, err
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

func widths(text []byte) (lines, long int) {
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); lines++ {
		if utf8.RuneCount(bytes.ReplaceAll(s.Bytes(), []byte("\t"), []byte("    "))) > longLine {
			long++
		}
	}
	return lines, long
}

func names(files []*ast.File) (functions, short int) {
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name != "main" && fn.Name.Name != "init" {
				functions++
				if utf8.RuneCountInString(fn.Name.Name) <= shortName {
					short++
				}
			}
		}
	}
	return functions, short
}

// largestCircle is how many files of a package refer to each other in a circle: the largest
// strongly connected set of the graph in which a file points to those that declare what it uses.
func largestCircle(path string, fset *token.FileSet, imported types.Importer,
	files []*ast.File) (int, error) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	checker := types.Config{Importer: imported, FakeImportC: true}
	p, err := checker.Check(path, fset, files, info)
	if err != nil {
		return 0, err
	}
	refers := map[string]map[string]bool{}
	for used, object := range info.Uses {
		if object.Pkg() != p || !object.Pos().IsValid() {
			continue
		}
		from, to := fset.File(used.Pos()).Name(), fset.File(object.Pos()).Name()
		if from == to {
			continue
		}
		if refers[from] == nil {
			refers[from] = map[string]bool{}
		}
		refers[from][to] = true
	}
	largest := 0
	for from := range refers {
		n := 0
		reached := reach(refers, from)
		for to := range reached {
			if reach(refers, to)[from] {
				n++
			}
		}
		largest = max(largest, n)
	}
	return largest, nil
}

func reach(refers map[string]map[string]bool, from string) map[string]bool {
	reached := map[string]bool{}
	for next := []string{from}; len(next) > 0; {
		at := next[len(next)-1]
		next = slices.Delete(next, len(next)-1, len(next))
		for to := range refers[at] {
			if !reached[to] {
				reached[to] = true
				next = append(next, to)
			}
		}
	}
	return reached
}
