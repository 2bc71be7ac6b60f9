package setup

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/envfile"
	"einmal/internal/notice"
)

// base are the answers of somebody with a name and nothing in front. They say where to listen and
// what the relay's address is, so that neither this machine's port 443 nor its name server matters.
var base = answers{"public": "call.example", "name": `Weber & "Söhne" $5`,
	"address": "Lindenweg 3, 12345 Musterstadt", "email": "privacy@call.example",
	"state": "Berlin", "hosting-provider": "Hetzner Online GmbH", "listen": ":443",
	"relay-address": "192.0.2.9"}

// with changes answers; an empty value takes one away.
func with(a answers, more answers) answers {
	all := maps.Clone(a)
	maps.Copy(all, more)
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	return all
}

// runSetup runs it with a file of answers, below a root, and gives what it says.
func runSetup(t *testing.T, root string, a answers, options Options) (string, error) {
	t.Helper()
	var text strings.Builder
	text.WriteString("# answers\n\n")
	for _, key := range slices.Sorted(maps.Keys(a)) {
		text.WriteString(key + " = " + a[key] + "\n")
	}
	options.Answers, options.Root = filepath.Join(t.TempDir(), "answers"), root
	if err := os.WriteFile(options.Answers, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	err := Run(context.Background(), options, cli.Streams{In: strings.NewReader(""), Out: &said,
		Getenv: func(string) string { return "" }})
	return said.String(), err
}

// serveReads has einmal serve read the files below root.
func serveReads(t *testing.T, root string) (config.Config, error) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, cli.ConfigPath))
	if err != nil {
		t.Fatal(err)
	}
	file, err := envfile.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.ParseServe(nil, func(name string) string {
		if value := file.Get(name); name == "EINMAL_OPERATOR" {
			return filepath.Join(root, value)
		}
		return file.Get(name)
	})
	if err != nil {
		return c, err
	}
	return c, c.CheckOperator()
}

// TestServeTakesWhatSetupWrites: every combination of what can be answered, most of them one after
// the other in the same place; and all documents can be written.
func TestServeTakesWhatSetupWrites(t *testing.T) {
	for _, public := range []string{"call.example", "192.0.2.7", "2001:db8::7"} {
		for _, create := range []string{"token", "open", ""} {
			t.Run(public+" "+create, func(t *testing.T) {
				t.Parallel() // mostly it waits for the disk
				root := t.TempDir()
				for _, proxy := range proxyAnswers {
					for _, place := range placeAnswers {
						a := with(with(with(base, answers{"public": public, "create": create}),
							proxy), place)
						if said, err := runSetup(t, root, a, Options{}); err != nil {
							t.Fatalf("%v: %v\n%s", a, err, said)
						}
						checkWritten(t, root, a)
					}
				}
			})
		}
	}
}

var proxyAnswers = []answers{
	{"trusted-proxy": "no"},
	{"trusted-proxy": "127.0.0.1", "proxy-log-retention": "7 days", "listen": "127.0.0.1:8080"},
}

var placeAnswers = []answers{
	{"state": "Berlin"}, {"state": "Österreich"}, {"hosting-country": "CH"},
	{"state": "", "supervisory-authority": "Datenschutzzentrum, Dortmund", "law": "kdg"},
	{"hosting-country": "US", "third-country-basis": "standard contractual clauses"},
}

func checkWritten(t *testing.T, root string, a answers) {
	t.Helper()
	c, err := serveReads(t, root)
	if err != nil {
		t.Fatalf("%v: %v", a, err)
	}
	public, _ := publicURL(a["public"])
	if c.Public.String() != public || c.TrustedProxy.IsValid() == (a["trusted-proxy"] == "no") ||
		c.HasTLS() == c.TrustedProxy.IsValid() || c.Operator.Name != a["name"] ||
		a["create"] != "" && string(c.CreateMode) != a["create"] {
		t.Errorf("%v became %+v", a, c)
	}
	for _, kind := range notice.Kinds {
		for _, l := range notice.Languages {
			if _, err := notice.Write(kind, l, c.Facts(c.Public)); err != nil {
				t.Errorf("%v: %s: %v", a, kind, err)
			}
		}
	}
}

// TestBrokenAnswersWriteNothing, and have a code for each reason.
func TestBrokenAnswersWriteNothing(t *testing.T) {
	for name, c := range map[string]struct {
		change answers
		code   string
	}{
		"an unknown key":     {answers{"adress": "x"}, "answers-unknown-key"},
		"no name":            {answers{"name": ""}, "answers-missing"},
		"no state":           {answers{"state": ""}, "answers-missing"},
		"nothing public":     {answers{"public": ""}, "answers-missing"},
		"a bad state":        {answers{"state": "Atlantis"}, "answers-malformed"},
		"a bad name":         {answers{"public": "secret"}, "answers-malformed"},
		"a bad mail address": {answers{"email": "secret"}, "answers-malformed"},
		"a bad flag":         {answers{"create": "me"}, "usage"},
		"a file of setup's":  {answers{"operator": "/secret"}, "answers-unknown-key"},
		"one start's flag":   {answers{"accept-clock": "true"}, "answers-unknown-key"},
		"no basis":           {answers{"hosting-country": "US"}, "operator-data-missing"},
		"no proxy's logs": {answers{"trusted-proxy": "127.0.0.1", "listen": "127.0.0.1:8080"},
			"operator-data-missing"},
	} {
		root := t.TempDir()
		_, err := runSetup(t, root, with(base, c.change), Options{})
		if cli.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if there := filesBelow(t, root); len(there) > 0 {
			t.Errorf("%s: it has written %q", name, there)
		}
	}
}

func filesBelow(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestBrokenFilesOfAnswersNameTheLine, whatever the lines are.
func TestBrokenFilesOfAnswersNameTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"name = x\nnonsense":      "answers-malformed: FILE: line 2 is not of the form key = value.",
		"# x\n\nname =":           "answers-malformed: FILE: line 3 is not of the form key = value.",
		"= secret":                "answers-malformed: FILE: line 1 is not of the form key = value.",
		"name = a\nname = secret": "answers-malformed: FILE: line 2 repeats the key name.",
		"name = secret\x1b":       "answers-malformed: FILE: line 1 is not of the form key = value.",
		"secret = x": "answers-unknown-key: FILE: line 1 has a key that there is not; " +
			"docs/operator.md lists them.",
	} {
		path := filepath.Join(t.TempDir(), "answers")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readAnswers(path)
		if err == nil || strings.ReplaceAll(err.Error(), path, "FILE") != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := readAnswers(filepath.Join(t.TempDir(), "x")); cli.CodeOf(err) !=
		"answers-unreadable" {
		t.Error(err)
	}
}

// TestAFileIsWrittenWholeOrNotAtAll: what an earlier try has left does not matter, and where one
// of the two cannot be put in its place nothing is started and nothing else is left.
func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	root := t.TempDir()
	conf := filepath.Join(root, cli.ConfigPath)
	operator := filepath.Join(root, operatorPath)
	for _, made := range []error{os.MkdirAll(filepath.Dir(conf), 0o755),
		os.WriteFile(conf+".new", []byte("half of a li"), 0o600)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	if _, err := runSetup(t, root, base, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{conf, operator} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
			t.Error(info, err)
		}
	}
	before := filesBelow(t, root)
	if len(before) != 3 { // and the creators
		t.Errorf("%q", before)
	}
	text, err := os.ReadFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	// A folder of that name, with something in it, can be neither read nor replaced.
	for _, made := range []error{os.Remove(conf), os.MkdirAll(filepath.Join(conf, "x"), 0o755)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	if _, err := runSetup(t, root, base, Options{}); cli.CodeOf(err) != "config-unreadable" {
		t.Error(err)
	}
	for _, made := range []error{os.RemoveAll(conf), os.WriteFile(conf, text, 0o600),
		os.MkdirAll(filepath.Join(conf+".new", "x"), 0o755)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	_, err = runSetup(t, root, with(base, answers{"name": "Another"}), Options{})
	if cli.CodeOf(err) != "write-failed" {
		t.Error(err)
	}
	if c, err := serveReads(t, root); err != nil || c.Operator.Name != base["name"] {
		t.Errorf("%q, %v", c.Operator.Name, err)
	}
}

// TestCreatorLinksAreMadeWhenThereIsNoneOrOneIsAskedFor.
func TestCreatorLinksAreMadeWhenThereIsNoneOrOneIsAskedFor(t *testing.T) {
	root := t.TempDir()
	for i, c := range []struct {
		label string
		makes bool
	}{{"", true}, {"", false}, {"Office", true}, {"Office", false}} {
		said, err := runSetup(t, root, with(base, answers{"creator": c.label}), Options{})
		if err != nil || strings.Contains(said, "https://call.example/#c") != c.makes {
			t.Errorf("%d: %v\n%s", i, err, said)
		}
	}
}

func TestSetupSpeaksGermanAndEnglish(t *testing.T) {
	for language, says := range map[notice.Language]string{notice.German: "Geschrieben: ",
		"": "Written: "} {
		said, err := runSetup(t, t.TempDir(), base, Options{Language: language})
		if err != nil || !strings.Contains(said, says) {
			t.Errorf("%q: %v\n%s", language, err, said)
		}
	}
	if _, err := runSetup(t, t.TempDir(), base, Options{Language: "fr"}); cli.CodeOf(err) !=
		"usage" {
		t.Error(err)
	}
}
