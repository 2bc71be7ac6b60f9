// Command manpages writes the man pages, in English and German, and the completions for bash, zsh
// and fish, all from the table that the help comes from:
//
//	einmal help -json | go run ./scripts/manpages -version 1.0 -date 2026-11-30 DIR
//
// It makes DIR/man/man1, DIR/man/de/man1 and DIR/completions/einmal.bash, _einmal and einmal.fish;
// of einmal-phone likewise.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"einmal/internal/cli"
)

func main() {
	version := flag.String("version", "", "the version at the foot of each page")
	date := flag.String("date", "", "the date at the foot of each page")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "manpages: say into which directory")
		os.Exit(2)
	}
	if err := writeAll(os.Stdin, flag.Arg(0), footer{*version, *date}); err != nil {
		fmt.Fprintln(os.Stderr, "manpages:", err)
		os.Exit(1)
	}
}

// writeAll reads the table as JSON and writes all files below dir.
func writeAll(table io.Reader, dir string, foot footer) error {
	var program cli.Description
	if err := json.NewDecoder(table).Decode(&program); err != nil {
		return err
	}
	german, err := germanTexts()
	if err != nil {
		return err
	}
	files := map[string]string{
		"completions/" + program.Name + ".bash": bashCompletion(program),
		"completions/_" + program.Name:          zshCompletion(program),
		"completions/" + program.Name + ".fish": fishCompletion(program),
	}
	for folder, in := range map[string]language{"man/man1": english, "man/de/man1": german} {
		for name, text := range manPages(program, in, foot) {
			files[folder+"/"+name] = text
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
