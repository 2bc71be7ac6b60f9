package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// completed are lines as they are when somebody presses Tab, words that have to be offered, and
// words that must not be.
var completed = []struct{ line, want, not string }{
	{"einmal ", "serve relay room creator help", "new -data"},
	{"einmal ser", "serve", "room"},
	{"einmal room ", "new end list show", "add serve"},
	{"einmal creator ", "add remove list", "new"},
	{"einmal help ", "serve room", "-data"},
	{"einmal serve -acm", "-acme -acme-root -acme-mail", "-listen"},
	{"einmal room new -", "-seats -lifetime", "-addresses"},
	{"einmal room show -", "-addresses", "-seats"},
	{"einmal serve -operator ", "oper.conf folder", "serve -listen"},
	{"einmal serve -data ", "folder", "oper.conf"},
	{"einmal serve -listen ", "", "oper.conf serve -listen"},
	{"einmal-phone ", "serve invite end help", "room"},
	{"einmal-phone serve -calls", "-calls -calls-per-caller", "-life"},
	{"einmal-phone serve -password-file ", "oper.conf folder", "serve -sip"},
}

// TestCompletionsGiveTheRightWords asks each shell itself.
func TestCompletionsGiveTheRightWords(t *testing.T) {
	dir := writtenFiles(t)
	for name, text := range map[string]string{"oper.conf": "x", "folder/x": "x"} {
		path := filepath.Join(dir, "here", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for shell, ask := range map[string]func(*testing.T, string, string) string{
		"bash": askBash, "zsh": askZsh, "fish": askFish,
	} {
		t.Run(shell, func(t *testing.T) {
			if _, err := exec.LookPath(shell); err != nil {
				t.Skipf("SKIPPED: no %s", shell)
			}
			for _, c := range completed {
				offered := " " + ask(t, dir, c.line) + " "
				for word := range strings.FieldsSeq(c.want) {
					if !strings.Contains(offered, " "+word+" ") {
						t.Errorf("%q does not offer %s: %s", c.line, word, offered)
					}
				}
				for word := range strings.FieldsSeq(c.not) {
					if strings.Contains(offered, " "+word+" ") {
						t.Errorf("%q offers %s", c.line, word)
					}
				}
			}
		})
	}
}

// offered runs a shell's own words in a directory with a file and a folder, and gives the words
// that it prints.
func offered(t *testing.T, dir string, words ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Dir = filepath.Join(dir, "here")
	command.Env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=dumb", "LC_ALL=C.UTF-8",
		"ZDOTDIR="+dir, "COMPLETIONS="+dir+"/completions")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(string(out)), " ")+" ", "/ ", " ")
}

func askBash(t *testing.T, dir, line string) string {
	return offered(t, dir, "bash", "--norc", "-c", `
		source "$1"
		read -ra COMP_WORDS <<<"$2"
		[[ $2 != *" " ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		"_${COMP_WORDS[0]}"
		printf '%s\n' "${COMPREPLY[@]}"`, "bash", dir+"/completions/"+programOf(line)+".bash", line)
}

func askFish(t *testing.T, dir, line string) string {
	return offered(t, dir, "fish", "--no-config", "-c",
		`source $argv[1]; complete -C $argv[2] | string replace -r '\t.*' '' | string trim -r -c /; true`,
		dir+"/completions/"+programOf(line)+".fish", line)
}

func programOf(line string) string {
	program, _, _ := strings.Cut(line, " ")
	return program
}

func askZsh(t *testing.T, dir, line string) string {
	settings, err := os.ReadFile("testdata/zshrc")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/.zshrc", settings, 0o644); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/offer.zsh")
	if err != nil {
		t.Fatal(err)
	}
	return offered(t, dir, "zsh", "-f", script, line)
}
