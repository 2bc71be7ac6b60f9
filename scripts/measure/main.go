// Command measure prints what the legibility of the Go code is measured by: short names of
// functions, files of one package that refer to each other in a circle, and long lines.
//
//	go run ./scripts/measure
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

type goPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Standard                bool
	Module                  *struct{ Main bool }
}

// row is what was counted in one package.
type row struct {
	name                             string
	files, circle                    int
	functions, short, lines, tooLong int
}

func main() {
	tags := flag.String("tags", "", "build `TAGS`, such as evil")
	flag.Parse()
	rows, err := measureTree(*tags)
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
	fmt.Println("| package | files | largest circle | functions | short names | lines | long |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, r := range append(rows, sumOf(rows)) {
		fmt.Printf("| %s | %d | %d | %d | %d (%.1f %%) | %d | %d (%.2f %%) |\n", r.name, r.files,
			r.circle, r.functions, r.short, percent(r.short, r.functions), r.lines, r.tooLong,
			percent(r.tooLong, r.lines))
	}
}

func sumOf(rows []row) row {
	sum := row{name: "all"}
	for _, r := range rows {
		sum.files += r.files
		sum.circle = max(sum.circle, r.circle)
		sum.functions += r.functions
		sum.short += r.short
		sum.lines += r.lines
		sum.tooLong += r.tooLong
	}
	return sum
}

// measureTree measures each package of this module, without its tests.
func measureTree(tags string) ([]row, error) {
	packages, err := listPackages(tags)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	imported := importer.ForCompiler(fset, "gc", open)

	var rows []row
	for _, p := range packages {
		if p.Standard || p.Module == nil || !p.Module.Main || len(p.GoFiles) == 0 {
			continue
		}
		r, err := measurePackage(p, fset, imported)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func measurePackage(p goPackage, fset *token.FileSet, imported types.Importer) (row, error) {
	r := row{name: strings.TrimPrefix(p.ImportPath, "einmal/"), files: len(p.GoFiles)}
	var files []*ast.File
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return r, err
		}
		f, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			return r, err
		}
		files = append(files, f)
		r.countLines(text)
	}
	r.countNames(files)
	var err error
	r.circle, err = largestCircle(p.ImportPath, fset, imported, files)
	return r, err
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }

func listPackages(tags string) ([]goPackage, error) {
	command := exec.Command("go", "list", "-tags", tags, "-deps", "-export",
		"-json=ImportPath,Dir,Export,GoFiles,Standard,Module", "einmal/...")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, err
	}
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

func (r *row) countLines(text []byte) {
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); r.lines++ {
		if utf8.RuneCount(bytes.ReplaceAll(s.Bytes(), []byte("\t"), []byte("    "))) > longLine {
			r.tooLong++
		}
	}
}

func (r *row) countNames(files []*ast.File) {
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name != "main" && fn.Name.Name != "init" {
				r.functions++
				if utf8.RuneCountInString(fn.Name.Name) <= shortName {
					r.short++
				}
			}
		}
	}
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
		reached := reachable(refers, from)
		for to := range reached {
			if reachable(refers, to)[from] {
				n++
			}
		}
		largest = max(largest, n)
	}
	return largest, nil
}

func reachable(refers map[string]map[string]bool, from string) map[string]bool {
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
