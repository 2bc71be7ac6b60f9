package main

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	qr "github.com/piglig/go-qr"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/envfile"
)

// weber answers the seven questions of a machine with nothing in front.
var weber = []string{"call.example", "Weber Gestaltung", "Lindenweg 3, 12345 Musterstadt",
	"datenschutz@call.example", "Sachsen", "Hetzner Online GmbH, DE", "token"}

// TestSetupAsksSevenQuestions in both languages, and what it writes runs a server.
func TestSetupAsksSevenQuestions(t *testing.T) {
	for lang, says := range map[string][]string{
		"de_DE.UTF-8": {"1. Name oder Adresse", "7. Wer darf Räume anlegen?",
			"Ihr Link zum Anlegen von Räumen."},
		"en_GB.UTF-8": {"1. Name or address", "7. Who may create rooms?",
			"Your link to create rooms."},
	} {
		root := t.TempDir()
		d := converse(t, []string{"LANG=" + lang}, "einmal", "setup", "-root", root)
		d.types(weber...)
		status, said := d.ends()
		if status != 0 {
			t.Fatalf("%s: status %d:\n%s", lang, status, said)
		}
		for _, sentence := range says {
			if !strings.Contains(said, sentence) {
				t.Errorf("%s: it does not say %q:\n%s", lang, sentence, said)
			}
		}
		c := writtenConfig(t, root)
		if c.Public.String() != "https://call.example" || c.ACME.Directory == "" ||
			c.CreateMode != config.CreateWithToken ||
			!strings.HasPrefix(c.Operator.Authority, "Sächsische Datenschutz") {
			t.Errorf("%s: %+v", lang, c)
		}
		link := regexp.MustCompile(`https://call\.example/#c[\w-]{43}`).FindString(said)
		if code := readCode(t, said); link == "" || code != link {
			t.Errorf("%s: the link is %q, its code says %q", lang, link, code)
		}
		if info, err := os.Stat(filepath.Join(root, "var/lib/einmal")); err != nil ||
			info.Mode().Perm() != 0o700 {
			t.Error(info, err)
		}
	}
}

// TestSetupAgainChangesAndDestroysNothing: by Enter alone all stays as it is, also what people have
// added; what is answered changes, and there is no second link.
func TestSetupAgainChangesAndDestroysNothing(t *testing.T) {
	root := t.TempDir()
	first := converse(t, nil, "einmal", "setup", "-root", root)
	first.types(weber...)
	if status, said := first.ends(); status != 0 {
		t.Fatal(said)
	}
	files := []string{"etc/einmal/einmal.conf", "etc/einmal/operator.conf", "var/lib/einmal/creators"}
	appendTo(t, filepath.Join(root, files[0]), "; mine\nEINMAL_METRICS='127.0.0.1:9090'\nOTHER=x\n")
	appendTo(t, filepath.Join(root, files[1]), "\n# mine\nphone = 030 1\n")
	before := contents(t, root, files)
	again := converse(t, nil, "einmal", "setup", "-root", root)
	again.types("", "", "", "", "", "", "")
	status, said := again.ends()
	if status != 0 || strings.Contains(said, "/#c") || strings.Count(said, "As before: ") != 2 {
		t.Errorf("status %d:\n%s", status, said)
	}
	if after := contents(t, root, files); after != before {
		t.Errorf("all answers were Enter; before:\n%s\nafter:\n%s", before, after)
	}
	third := converse(t, nil, "einmal", "setup", "-root", root)
	third.types("", "Weber AG", "", "", "Bavaria", "", "open")
	if status, said := third.ends(); status != 0 {
		t.Fatal(said)
	}
	want := strings.NewReplacer("name = Weber Gestaltung", "name = Weber AG",
		"Sächsische Datenschutz- und Transparenzbeauftragte, Dresden",
		"Bayerisches Landesamt für Datenschutzaufsicht, Ansbach",
		"EINMAL_CREATE=token", "EINMAL_CREATE=open").Replace(before)
	if after := contents(t, root, files); after != want {
		t.Errorf("want:\n%s\nhave:\n%s", want, after)
	}
}

// TestSetupBesideItsOwnServerAsksNoEighthQuestion: port 443 is that server's.
func TestSetupBesideItsOwnServerAsksNoEighthQuestion(t *testing.T) {
	root, err := os.MkdirTemp("", "setup-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	first := converse(t, nil, "einmal", "setup", "-root", root)
	first.types(weber...)
	if status, said := first.ends(); status != 0 {
		t.Fatal(said)
	}
	served := converse(t, []string{"EINMAL_LISTEN=:443", "EINMAL_PUBLIC_URL=https://call.example",
		"EINMAL_RELAY_ADDRESS=192.0.2.1", "EINMAL_DATA=" + filepath.Join(root, "var/lib/einmal"),
		"EINMAL_OPERATOR=testdata/operator.conf"}, "einmal-served", "setup", "-root", root)
	served.types("", "", "", "", "", "", "")
	served.master.WriteString("\x04") // which would end an eighth question
	if status, said := served.ends(); status != 0 || strings.Contains(said, "8. ") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

// TestWhoeverStopsSetupHasWrittenNothing: by Ctrl-C, by the end of the input, by a hard end.
func TestWhoeverStopsSetupHasWrittenNothing(t *testing.T) {
	for name, stop := range map[string]func(d *dialogue){
		"ctrl-c": func(d *dialogue) { d.master.WriteString("\x03") },
		"ctrl-d": func(d *dialogue) { d.master.WriteString("\x04") },
		"kill":   func(d *dialogue) { d.command.Process.Signal(syscall.SIGKILL) },
	} {
		root := t.TempDir()
		d := converse(t, nil, "einmal", "setup", "-root", root)
		d.types(weber[:6]...)
		d.hears("> ")
		stop(d)
		status, said := d.ends()
		if name != "kill" && (status != 1 || !strings.Contains(said, "setup-stopped: ")) {
			t.Errorf("%s: status %d:\n%s", name, status, said)
		}
		if there, err := os.ReadDir(root); err != nil || len(there) > 0 {
			t.Errorf("%s: it has written %v, %v", name, there, err)
		}
	}
}

// TestBehindAnotherProgramSetupOffersAProxy: the eighth question.
func TestBehindAnotherProgramSetupOffersAProxy(t *testing.T) {
	root := t.TempDir()
	d := converse(t, nil, "einmal-beside", "setup", "-root", root)
	d.types(weber...)
	d.hears("Port 443 is taken, by einmal-beside (pid ")
	d.types("for ever", "14 days")
	status, said := d.ends()
	if status != 0 || !strings.Contains(said, "8. How long") ||
		!strings.Contains(said, "docs/proxies has ready files") {
		t.Fatalf("status %d:\n%s", status, said)
	}
	c := writtenConfig(t, root)
	if c.Host != "127.0.0.1" || c.Port != 8080 || !c.TrustedProxy.IsValid() || !c.OwnRelay ||
		c.HasTLS() || c.Operator.ProxyLogs != "14 days" {
		t.Errorf("%+v", c)
	}
	none := converse(t, nil, "einmal", "setup", "-root", root) // it has gone since
	none.types("", "", "", "", "", "", "", "no")
	if status, said := none.ends(); status != 0 {
		t.Fatal(said)
	}
	if c := writtenConfig(t, root); c.Port != 443 || c.TrustedProxy.IsValid() || c.OwnRelay ||
		!c.HasTLS() {
		t.Errorf("without the proxy: %+v", c)
	}
	stays := converse(t, nil, "einmal-beside", "setup", "-root", t.TempDir())
	stays.types(weber...)
	stays.types("no")
	if status, said := stays.ends(); status != 1 || !strings.Contains(said, "port-taken: ") {
		t.Errorf("status %d:\n%s", status, said)
	}
	root = t.TempDir()
	file := filepath.Join(root, "answers")
	if err := os.WriteFile(file, []byte(weberAnswers), 0o600); err != nil {
		t.Fatal(err)
	}
	script := converse(t, nil, "einmal-beside", "setup", "-root", root, "-answers", file)
	if status, said := script.ends(); status != 1 || !strings.Contains(said, "port-taken: ") {
		t.Errorf("status %d:\n%s", status, said)
	}
	if _, err := os.Stat(filepath.Join(root, cli.ConfigPath)); err == nil {
		t.Error("it was written though the port is taken")
	}
}

// writtenConfig has einmal serve read what setup has written.
func writtenConfig(t *testing.T, root string) config.Config {
	t.Helper()
	file, err := envfile.Parse([]byte(contents(t, root, []string{"etc/einmal/einmal.conf"})))
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.ParseServe(nil, func(name string) string {
		if value := file.Get(name); name == cli.EnvName("operator") {
			return filepath.Join(root, value)
		}
		return file.Get(name)
	})
	if err == nil {
		err = c.CheckOperator()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func contents(t *testing.T, root string, names []string) (all string) {
	t.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		all += string(text)
	}
	return all
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(before, text...), 0o640)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// readCode reads the QR code on a terminal as a camera would, from a picture of it.
func readCode(t *testing.T, said string) string {
	t.Helper()
	const on, off, scale = "\x1b[38;5;16;48;5;231m", "\x1b[0m", 4
	picture := image.NewGray(image.Rect(0, 0, 80*scale, 80*scale))
	for i := range picture.Pix {
		picture.Pix[i] = 0xff
	}
	y := 0
	for line := range strings.Lines(said) {
		inner, ok := strings.CutPrefix(strings.TrimSpace(line), on)
		if !ok {
			continue
		}
		for x, r := range []rune(strings.TrimSuffix(inner, off)) {
			for half, dark := range []bool{r == '▀' || r == '█', r == '▄' || r == '█'} {
				for i := range scale * scale {
					if dark {
						picture.SetGray(x*scale+i%scale, (y+half)*scale+i/scale, color.Gray{})
					}
				}
			}
		}
		y += 2
	}
	text, err := qr.Decode(picture)
	if err != nil {
		t.Errorf("no code can be read: %v", err)
	}
	return text
}
