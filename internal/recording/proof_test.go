package recording

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const vectorPath = "../../webclient/testdata/consent.json"

func vector(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(vectorPath)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// inDirectory lays a proof beside what was recorded.
func inDirectory(t *testing.T, proof, content string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{ProofName: proof, "recording.webm": content} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const content = "what was said\n"

func TestAProofOfTheWebClientHolds(t *testing.T) {
	p, err := CheckDirectory(inDirectory(t, vector(t), content))
	if err != nil {
		t.Fatal(err)
	}
	if p.Why != "So that we can look it up: Größe" || len(p.People) != 2 ||
		p.People[1].Answers[1].Answer != No {
		t.Errorf("%+v", p)
	}
}

// TestEachChangeInAProofIsNoticed: one value after the other, whatever it is.
func TestEachChangeInAProofIsNoticed(t *testing.T) {
	text := vector(t)
	for was, is := range map[string]string{
		`"chat"`:                           `"separate"`,
		"look it up":                       "sell it",
		"1790000000000":                    "1790000000001",
		"1790000005000":                    "1790000005001",
		`"Anna Berg"`:                      `"Carl Berg"`,
		`"Ben Öz"`:                         `"Ben"`,
		`"answer": "yes-without-picture"`:  `"answer": "yes"`,
		`"at": 1789999996000`:              `"at": 1789999996001`,
		`"answer": "no"`:                   `"answer": "yes"`,
		`"size": 14`:                       `"size": 15`,
		`"recorder": "AgICAgICAgI"`:        `"recorder": "AwMDAwMDAwM"`,
		`"id": "BgYGBgYGBgY"`:              `"id": "BgYGBgYGBgc"`,
		`"name": "recording.webm"`:         `"name": "other.webm"`,
		`"room": "pMMfbJyw0VZGn17GQ1ZzwVT`: `"room": "pMMfbJyw0VZGn17GQ1ZzwVU`,
	} {
		changed := strings.Replace(text, was, is, 1)
		if changed == text {
			t.Errorf("the vector has no %s", was)
		}
		if _, err := CheckDirectory(inDirectory(t, changed, content)); err == nil {
			t.Errorf("%s in place of %s is not noticed", is, was)
		}
	}
}

func TestAChangedOrMissingFileIsNoticed(t *testing.T) {
	var about *FileError
	for _, other := range []string{"", "what was said!", content + " "} {
		_, err := CheckDirectory(inDirectory(t, vector(t), other))
		if !errors.As(err, &about) || about.Name != "recording.webm" {
			t.Errorf("%q: %v", other, err)
		}
	}
	dir := inDirectory(t, vector(t), content)
	if err := os.Remove(filepath.Join(dir, "recording.webm")); err != nil {
		t.Fatal(err)
	}
	if _, err := CheckDirectory(dir); !errors.As(err, &about) {
		t.Errorf("missing: %v", err)
	}
}

func TestWithoutTheRecordersSignatureNothingIsShown(t *testing.T) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(vector(t)), &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, "signature")
	unsigned, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CheckDirectory(inDirectory(t, string(unsigned), content)); err != ErrUnsigned {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoProofIsRefused(t *testing.T) {
	text := vector(t)
	for _, bad := range []string{
		"", "{}", "[]", text + "{}",
		strings.Replace(text, `"kind": "recording"`, `"kind": "other"`, 1),
		strings.Replace(text, `"kind"`, `"more": 1, "kind"`, 1),
		strings.Replace(text, `"recording.webm"`, `"../recording.webm"`, 1),
		strings.Replace(text, `"recording.webm"`, `".."`, 1),
		strings.Replace(text, `"no"`, `"maybe"`, 1),
		strings.Replace(text, `"sound"`, `"chat"`, 1),
	} {
		if _, err := ReadProof([]byte(bad)); err == nil {
			t.Errorf("taken: %.80s", bad)
		}
	}
}

func FuzzReadProof(f *testing.F) {
	data, err := os.ReadFile(vectorPath)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := ReadProof(data); err == nil {
			_ = p.Check() // must not panic
		}
	})
}
