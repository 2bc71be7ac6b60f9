package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// unitSettings reads the unit for systemd as it is shipped: the values of each name, in order.
func unitSettings(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../scripts/einmal.service")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][]string)
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !strings.HasPrefix(name, "#") {
			found[name] = append(found[name], value)
		}
	}
	return found
}

// TestTheUnitStartsAsShipped runs what the unit says, as another user with the one capability that
// the unit gives, in a network of its own; only the places of files are others.
func TestTheUnitStartsAsShipped(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can be another user")
	}
	const nobody, bindService = 65534, 10
	dir, err := os.MkdirTemp("", "einmal-unit-") // the other user has to get there
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "data")
	for _, made := range []error{os.Chmod(dir, 0o755), os.Mkdir(data, 0o700),
		os.Chown(data, nobody, nobody), copyFile("testdata/operator.conf",
			filepath.Join(dir, "operator.conf"), 0o644), copyFile(programPath(t),
			filepath.Join(dir, "einmal"), 0o755)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	unit := unitSettings(t)
	if got := unit["AmbientCapabilities"]; len(got) != 1 || got[0] != "CAP_NET_BIND_SERVICE" {
		t.Fatalf("it gives %q", got)
	}
	words := strings.Fields(strings.NewReplacer(
		"/usr/local/bin/einmal", filepath.Join(dir, "einmal"),
		"/var/lib/einmal", data,
		"/etc/einmal/operator.conf", filepath.Join(dir, "operator.conf"),
	).Replace(unit["ExecStart"][0]))
	command := exec.Command(words[0], words[1:]...)
	command.Env = []string{}
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNET,
		Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
		AmbientCaps: []uintptr{bindService},
	}
	var stderr strings.Builder
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Skipf("SKIPPED: no network of its own: %v", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	command.Process.Signal(syscall.SIGTERM)
	command.Wait()
	if err != nil || line != "einmal is ready: https://call.example\n" {
		t.Errorf("it says %q, %v; %s", line, err, stderr.String())
	}
}

// TestTheUnitIsStartedAgainButNotInVain: what is called wrongly ends with 2.
func TestTheUnitIsStartedAgainButNotInVain(t *testing.T) {
	unit := unitSettings(t)
	for name, want := range map[string]string{"Restart": "on-failure", "RestartSec": "5",
		"RestartPreventExitStatus": "2", "LimitCORE": "0", "MemorySwapMax": "0"} {
		if got := unit[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func programPath(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("einmal")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func copyFile(from, to string, mode os.FileMode) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, mode)
}
