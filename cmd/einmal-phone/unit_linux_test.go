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

const unitFile = "../../packaging/phone/einmal-phone.service"

// TestTheUnitStartsAsShipped runs what the file says, with the example's configuration, as another
// user and in a network of its own.
func TestTheUnitStartsAsShipped(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can be another user")
	}
	program, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.MkdirTemp("", "einmal-phone-unit-") // the other user has to get there
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	const nobody = 65534
	binary, state := filepath.Join(root, "einmal-phone"), filepath.Join(root, "state")
	if out, err := exec.Command(program, "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	password := filepath.Join(root, "password")
	for _, made := range []error{os.Chmod(root, 0o755), os.Mkdir(state, 0o700),
		os.Chown(state, nobody, nobody), os.WriteFile(password, []byte("secret"), 0o600),
		os.Chown(password, nobody, nobody)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	here := strings.NewReplacer("/usr/bin/einmal-phone", binary, "/var/lib/einmal-phone", state,
		"/etc/einmal-phone/password", password,
		"192.168.178.20", "127.0.0.1", "192.168.178.1", "127.0.0.1")
	// A new network's loopback is down, so it is taken up first.
	words := []string{"-n", "sh", "-c", `ip link set lo up && exec setpriv --reuid=65534 ` +
		`--regid=65534 --clear-groups "$0" "$@"`}
	environment := []string{"PATH=" + os.Getenv("PATH")}
	for _, line := range linesOf(t, unitFile) {
		name, value, _ := strings.Cut(here.Replace(line), "=")
		switch name {
		case "ExecStart":
			words = append(words, strings.Fields(value)...)
		case "Environment":
			environment = append(environment, strings.Fields(value)...)
		}
	}
	for _, line := range linesOf(t, "../../packaging/phone/einmal-phone.conf") {
		environment = append(environment, strings.ReplaceAll(here.Replace(line), `"`, ""))
	}
	command := exec.Command("unshare", words...)
	command.Env = environment
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Skipf("SKIPPED: no network of its own: %v", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "einmal-phone is ready: calls 127.0.0.1:5060,") {
		t.Errorf("it says %q, %v", line, err)
	}
	_ = command.Process.Signal(syscall.SIGTERM)
	if err := command.Wait(); err != nil {
		t.Errorf("it ended with %v; %s", err, said.String())
	}
}

// linesOf gives what a unit or a configuration sets.
func linesOf(t *testing.T, path string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.Contains(line, "=") && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

// TestTheUnitIsWellFormed has systemd itself look at the file: how exposed it finds the service is
// from 0 to 100 here, of which 10 are that it can be reached at all.
func TestTheUnitIsWellFormed(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("SKIPPED: systemd-analyze is not here: it is in Debian's package systemd")
	}
	said, _ := exec.Command("systemd-analyze", "verify", "--man=no", unitFile).CombinedOutput()
	for line := range strings.Lines(string(said)) {
		if !strings.HasSuffix(line, "is not executable: No such file or directory\n") {
			t.Errorf("verify says %s", line)
		}
	}
	said, err := exec.Command("systemd-analyze", "security", "--offline=yes", "--threshold=13",
		unitFile).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, said)
	}
}
