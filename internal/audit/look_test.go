package audit

import (
	"os/exec"
	"strings"
	"testing"

	"einmal/internal/serverprocess"
)

// TestNothingIsLeftOfWhatTheOperatorWasTold: during the calls of an audit somebody looks at
// everything, with addresses.
func TestNothingIsLeftOfWhatTheOperatorWasTold(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	data := t.TempDir()
	a := startAudit(t, data)
	calls, err := a.holdCalls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		out, err := exec.Command(serverprocess.Program(t), "room", "show", "-data", data,
			"-addresses").Output()
		if people := strings.Count(string(out), "connection from"); err != nil ||
			people != 2*len(calls) {
			t.Errorf("of %d calls %d people are seen, %v", len(calls), people, err)
		}
	}
	if err := a.searchAfterEnd(t.Context(), calls); err != nil {
		t.Fatal(err)
	}
	for _, p := range a.report.Places {
		for _, f := range p.Finds {
			t.Errorf("%d × %s, %s, in %s", f.Count, f.Marker, f.Form, f.Place)
		}
	}
	if !a.report.Clean {
		t.Error("it is not clean")
	}
}
