package envfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestValuesAreReadAsSystemdReadsThem: the cases are those of systemd.exec(5), EnvironmentFile=.
func TestValuesAreReadAsSystemdReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		`A=b`:                 `b`,
		`A=`:                  ``,
		" \tA = b \t":         `b`,
		`A=a  b`:              `a  b`,
		`A=it's "so"`:         `it's "so"`,
		`A=a\ b\\c\d`:         `a b\cd`,
		`A='a\ "b" '`:         `a\ "b" `,
		`A="a 'b' \"c\" \\d"`: `a 'b' "c" \d`,
		"A=\"\\$x \\`y \\z\"": "$x `y \\z",
		`A=b # c`:             `b # c`,
		"A=b\r\n":             `b`,
		"A=first\nA=last":     `last`,
		"# A=x\n; A=y\n\nA=b": `b`,
		"\ufeffA=b":           `b`,
	} {
		f, err := Parse([]byte(text))
		if got := f.Get("A"); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestABrokenLineIsNamedAndNotQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"A=b\nsecret":         "line 2 is not of the form KEY=value",
		"export A=secret":     "line 1 is not of the form KEY=value",
		"1A=secret":           "line 1 is not of the form KEY=value",
		"A='secret":           "line 1 lacks its closing quote",
		"\n\nA=\"secret\"x":   "line 3 goes on behind its closing quote",
		"A=secret\\":          "line 1 ends with a backslash",
		"A=secret\xff":        "line 1 is not UTF-8",
		"A=sec\x00ret":        "line 1 is not UTF-8",
		"A=\"secret\nB=c\"\n": "line 1 lacks its closing quote",
	} {
		if _, err := Parse([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestAChangeLeavesTheOtherLinesAsTheyAre(t *testing.T) {
	const before = "# mine\n\nGOMEMLIMIT = 400MiB\nEINMAL_A='x'\nEINMAL_B=1\n; end"
	f, err := Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	f.Set("EINMAL_A", "x") // as it is
	f.Set("EINMAL_B", "two words")
	f.Set("EINMAL_C", "3")
	f.Set("EINMAL_D", "")
	want := strings.Replace(before, "EINMAL_B=1", `EINMAL_B="two words"`, 1) + "\nEINMAL_C=3\n"
	if f.String() != want {
		t.Errorf("%s", f)
	}
	f.Set("EINMAL_A", "")
	if want = strings.Replace(want, "EINMAL_A='x'\n", "", 1); f.String() != want {
		t.Errorf("%s", f)
	}
}

// TestAShellReadsWhatIsWrittenAlike, for whoever starts the server without systemd.
func TestAShellReadsWhatIsWrittenAlike(t *testing.T) {
	for _, value := range []string{"https://[2001:db8::1]", `a "b" 'c' \d $e ` + "`f`", " ü#;= ",
		"-x", "~", "*"} {
		var file File
		file.Set("A", value)
		path := filepath.Join(t.TempDir(), "conf")
		if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("sh", "-c", `. "$0"; printf %s "$A"`, path).CombinedOutput()
		if err != nil || string(out) != value {
			t.Errorf("%q became %q, %v", value, out, err)
		}
	}
}

func FuzzWhatIsWrittenIsReadAgain(f *testing.F) {
	f.Add("plain")
	f.Add(`a "b" 'c' \d $e ` + "`f`")
	f.Add(" around ")
	f.Add("ü#;=")
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsAny(value, "\x00\n\r") || strings.ToValidUTF8(value, "") != value {
			t.Skip()
		}
		var file File
		file.Set("A", value)
		again, err := Parse([]byte(file.String()))
		if err != nil || again.Get("A") != value {
			t.Errorf("%q became %q, %v", value, again.Get("A"), err)
		}
	})
}
