package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"einmal/internal/adminsocket"
	"einmal/internal/server/servertest"
	"einmal/signal"
)

func TestTheControlSocketIsItsUsersAloneAndGoesWithTheServer(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o777); err != nil { // somebody was careless
		t.Fatal(err)
	}
	p := startProgram(t, data)
	info, err := os.Stat(filepath.Join(data, adminsocket.FileName))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if got, want := names(t, data), []string{adminsocket.FileName, "einmal.db",
		"server.key"}; !slices.Equal(got, want) {
		t.Errorf("in the directory are %q", got)
	}
	p.stop(syscall.SIGTERM)
	if got, want := names(t, data), []string{"einmal.db", "server.key"}; !slices.Equal(got, want) {
		t.Errorf("at the end there are %q", got)
	}
}

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
	if looks := room[[]signal.RoomInfo](t, "list", "-data", data); len(looks) != 0 {
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

func TestWhatIsNoQuestionIsRefused(t *testing.T) {
	data := t.TempDir()
	startProgram(t, data)
	for _, line := range []string{"", "hello", `{}`, `{"do":"dance"}`, `{"do":"list","why":1}`,
		`{"do":1}`, `{"do":"` + strings.Repeat("x", 4<<10) + `"}`} {
		c, err := net.Dial("unix", filepath.Join(data, adminsocket.FileName))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(c, line+"\n"); err != nil {
			t.Fatal(err)
		}
		if err := c.(*net.UnixConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(c)
		c.Close()
		if string(answer) != `{"error":"bad-question"}`+"\n" {
			t.Errorf("%.40q is answered with %q, %v", line, answer, err)
		}
	}
}
