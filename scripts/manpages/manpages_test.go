package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"einmal/internal/cli"
)

// programs are those that are packaged.
var programs = []string{"einmal", "einmal-phone"}

var runHelp = sync.OnceValues(func() (all [][]byte, err error) {
	for _, program := range programs {
		command := exec.Command("go", "run", "einmal/cmd/"+program, "help", "-json")
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			return nil, err
		}
		all = append(all, out)
	}
	return all, nil
})

// helpTables are what the programs as they are in this tree say of themselves.
func helpTables(t *testing.T) [][]byte {
	t.Helper()
	out, err := runHelp()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEachTextIsThereInGerman: who adds a command or a flag adds two lines to german.txt, and takes
// those away that nothing says any more.
func TestEachTextIsThereInGerman(t *testing.T) {
	german, err := germanTexts()
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, table := range helpTables(t) {
		var program cli.Description
		if err := json.Unmarshal(table, &program); err != nil {
			t.Fatal(err)
		}
		said[oneLine(program.About)], said[oneLine(program.Notes)] = true, true
		for _, c := range program.Commands {
			said[oneLine(c.Summary)], said[oneLine(c.Details)] = true, true
			for _, f := range c.Flags {
				said[oneLine(f.Text)] = true
			}
		}
	}
	delete(said, "")
	for text := range said {
		if german.texts[text] == "" {
			t.Errorf("german.txt lacks: %s", text)
		}
	}
	for text := range german.texts {
		if !said[text] {
			t.Errorf("german.txt translates what nothing says: %s", text)
		}
	}
}

func writtenFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, table := range helpTables(t) {
		if err := writeAll(bytes.NewReader(table), dir, footer{"1.0", "2026-11-30"}); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestManPagesAreSound: man shows each without a warning, and apropos finds it.
func TestManPagesAreSound(t *testing.T) {
	if _, err := exec.LookPath("lexgrog"); err != nil {
		t.Skip("SKIPPED: no man-db")
	}
	dir := writtenFiles(t)
	pages, err := filepath.Glob(dir + "/man/man1/*.1")
	germans, _ := filepath.Glob(dir + "/man/de/man1/*.1")
	if err != nil || len(pages) < 10 || len(germans) != len(pages) {
		t.Fatalf("%d pages, %d in German", len(pages), len(germans))
	}
	for _, page := range slices.Concat(pages, germans) {
		show := exec.Command("man", "--warnings", "-E", "UTF-8", "-l", page)
		show.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=80", "MANPAGER=cat")
		out, err := show.CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("warning:")) || len(out) < 400 {
			t.Errorf("%s: %v\n%s", filepath.Base(page), err, out)
		}
		name := strings.TrimSuffix(filepath.Base(page), ".1")
		out, err = exec.Command("lexgrog", page).CombinedOutput()
		if err != nil || !strings.Contains(string(out), `"`+name+" - ") {
			t.Errorf("%s: %v, %s", filepath.Base(page), err, out)
		}
	}
}

func TestManPagesSayWhatTheHelpSays(t *testing.T) {
	dir := writtenFiles(t)
	for page, texts := range map[string][]string{
		"man/man1/einmal-serve.1": {`.TH "EINMAL-SERVE" 1 "2026-11-30" "einmal 1.0"`,
			`\fB\-room\-days\fR \fIN\fR`, "365 (default: 90)", ".B EINMAL_ROOM_DAYS"},
		"man/de/man1/einmal-serve.1": {"den Server betreiben", "(Vorgabe: 90)", "ÜBERSICHT"},
		"man/man1/einmal.1":          {`\fBeinmal room end\fR \fILINK\fR`, "/etc/einmal/einmal.conf"},
		"man/man1/einmal-phone-serve.1": {"/etc/einmal\\-phone/password", "EINMAL_RTP_PORTS",
			"/usr/share/doc/einmal\\-phone/phone.md"},
		"man/de/man1/einmal-phone-invite.1": {"für den Anruf", "(Vorgabe: 12h0m0s)"},
	} {
		text, err := os.ReadFile(filepath.Join(dir, page))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range texts {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %s", page, want)
			}
		}
	}
	if got := quote(`.a\b-c`); got != `\&.a\eb\-c` {
		t.Error(got)
	}
}
