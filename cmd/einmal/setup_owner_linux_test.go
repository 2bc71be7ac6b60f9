package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"einmal/internal/cli"
)

// TestWhatRootSetsUpTheServersUserCanRead: on a machine that has that user and group, as the
// package makes them, in lists of its own.
func TestWhatRootSetsUpTheServersUserCanRead(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root gives files away")
	}
	const uid, gid = 64123, 64124
	root, err := os.MkdirTemp("", "setup-") // the other user has to get there
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	for name, text := range map[string]string{
		"passwd":  "root:x:0:0::/:/bin/sh\neinmal:x:64123:64124::/:/bin/false\n",
		"group":   "root:x:0:\neinmal:x:64124:\n",
		"answers": weberAnswers,
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const script = `mount --make-rprivate / && mount --bind "$0/passwd" /etc/passwd &&
		mount --bind "$0/group" /etc/group || exit 77
		exec einmal setup -root "$0" -answers "$0/answers"`
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("sh", "-c", script, root)
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS |
		syscall.CLONE_NEWNET}
	said, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.ExitCode() == 77 {
		t.Skipf("SKIPPED: no file systems of its own: %v, %s", err, said)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for name, want := range map[string]struct {
		uid, gid uint32
		mode     os.FileMode
	}{
		cli.ConfigPath: {0, gid, 0o640}, "etc/einmal/operator.conf": {0, gid, 0o640},
		"var/lib/einmal": {uid, gid, 0o700}, "var/lib/einmal/creators": {uid, gid, 0o600},
	} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != want.uid ||
			owner.Gid != want.gid || info.Mode().Perm() != want.mode {
			t.Errorf("%s: of %d:%d, %v", name, owner.Uid, owner.Gid, info.Mode())
		}
	}
	list := exec.Command("einmal", "creator", "list")
	list.Env = []string{"EINMAL_CONFIG=" + filepath.Join(root, cli.ConfigPath),
		"EINMAL_DATA=" + filepath.Join(root, "var/lib/einmal")}
	list.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	// Whoever builds may have put the program where nobody else gets.
	list.Path = filepath.Join(root, "einmal")
	if err := copyFile(programPath(t), list.Path, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := list.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "setup" {
		t.Errorf("the server's user lists %q, %v", out, err)
	}
}

const weberAnswers = `public = call.example
name = Weber Gestaltung
address = Lindenweg 3, 12345 Musterstadt
email = datenschutz@call.example
state = Sachsen
hosting-provider = self
`
