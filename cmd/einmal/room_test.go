package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/protocol"
	"einmal/internal/server/servertest"
)

func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// TestAControlSocketDoesNotMindALongPath: the address of a socket holds 107 bytes.
func TestAControlSocketDoesNotMindALongPath(t *testing.T) {
	data := filepath.Join(t.TempDir(), strings.Repeat("long", 40))
	startProgram(t, data)
	if looks := room[[]protocol.RoomInfo](t, "list", "-data", data); len(looks) != 0 {
		t.Errorf("%+v", looks)
	}
}

// room runs einmal room with these arguments and reads what it says in JSON.
func room[T any](t *testing.T, args ...string) (answer T) {
	t.Helper()
	out := roomText(t, append(args, "-json")...)
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return answer
}

func roomText(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.Command("einmal", append([]string{"room"}, args...)...)
	command.Env = []string{"SSL_CERT_FILE=" + servertest.RootFile(t)}
	out, err := command.Output()
	if err != nil {
		t.Fatalf("einmal room %q: %v, %s", args, err, err.(*exec.ExitError).Stderr)
	}
	return string(out)
}
