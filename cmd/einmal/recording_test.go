package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/cli"
)

func TestARecordingIsVerifiedAgainstItsAgreement(t *testing.T) {
	proof, err := os.ReadFile("../../webclient/testdata/consent.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := func() (string, error) {
		var out strings.Builder
		err := program.Run(t.Context(), []string{"recording", "verify", dir},
			cli.Streams{Out: &out})
		return out.String(), err
	}
	codeOf := func(err error) string {
		var problem cli.Problem
		if errors.As(err, &problem) && !problem.Misuse {
			return problem.Code
		}
		return ""
	}
	if _, err := verify(); codeOf(err) != "recording-missing" {
		t.Errorf("nothing there: %v", err)
	}
	write("consent.json", string(proof))
	write("recording.webm", "what was said\n")
	out, err := verify()
	if err != nil || !strings.Contains(out, `"Anna Berg", who recorded`) ||
		!strings.Contains(out, "yes-without-picture") {
		t.Errorf("%v\n%s", err, out)
	}
	write("recording.webm", "what was sold\n")
	if _, err := verify(); codeOf(err) != "recording-differs" {
		t.Errorf("a changed file: %v", err)
	}
	write("recording.webm", "what was said\n")
	write("consent.json", strings.Replace(string(proof), "Ben", "Bea", 1))
	if _, err := verify(); codeOf(err) != "recording-differs" {
		t.Errorf("a changed agreement: %v", err)
	}
}
