package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	unitFile   = "../../packaging/systemd/einmal.service"
	socketFile = "../../packaging/systemd/einmal.socket"
)

// nobody is the user as whom the unit runs in tests, and bindService the one right it has
// (capabilities(7), CAP_NET_BIND_SERVICE).
const nobody, bindService = 65534, 10

func unitSettings(t *testing.T, path string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(path)
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

// TestTheUnitStartsAsShipped runs what the file says, as another user, in a network of its own,
// where port 443 is free, and with what setup writes.
func TestTheUnitStartsAsShipped(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can be another user")
	}
	unit := unitSettings(t, unitFile)
	if got := unit["AmbientCapabilities"]; len(got) != 1 || got[0] != "CAP_NET_BIND_SERVICE" {
		t.Fatalf("it gives %q", got)
	}
	root := unitRoot(t)
	manager := listenAsManager(t, root)
	command := unitCommand(t, unit, root)
	command.Env = append(command.Env, "EINMAL_PUBLIC_URL=https://call.example",
		"EINMAL_RELAY_ADDRESS=192.0.2.1", "NOTIFY_SOCKET="+manager.LocalAddr().String())
	command.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET
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
	if err != nil || line != "einmal is ready: https://call.example\n" {
		t.Errorf("it says %q, %v", line, err)
	} else if got := saysToManager(t, manager); got != "READY=1" {
		t.Errorf("it tells the manager %q", got)
	}
	command.Process.Signal(syscall.SIGTERM)
	if err == nil {
		if got := saysToManager(t, manager); got != "STOPPING=1" {
			t.Errorf("at the end it tells the manager %q", got)
		}
	}
	if err := command.Wait(); err != nil {
		t.Errorf("it ended with %v; %s", err, stderr.String())
	}
}

// unitRoot is a directory with what the package and setup put on a machine, as the unit's user may
// read it.
func unitRoot(t *testing.T) string {
	t.Helper()
	root, err := os.MkdirTemp("", "einmal-unit-") // the other user has to get there
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	data := filepath.Join(root, "data")
	for _, made := range []error{os.Chmod(root, 0o755), os.Mkdir(data, 0o700),
		os.Chown(data, nobody, nobody), copyFile("testdata/operator.conf",
			filepath.Join(root, "operator.conf"), 0o644), copyFile(programPath(t),
			filepath.Join(root, "einmal"), 0o755)} {
		if made != nil {
			t.Fatal(made)
		}
	}
	return root
}

// unitCommand is the unit's ExecStart with its environment, as its user.
func unitCommand(t *testing.T, unit map[string][]string, root string) *exec.Cmd {
	t.Helper()
	here := strings.NewReplacer("/usr/bin/einmal", filepath.Join(root, "einmal"),
		"/var/lib/einmal", filepath.Join(root, "data"),
		"/etc/einmal/operator.conf", filepath.Join(root, "operator.conf"))
	words := strings.Fields(here.Replace(unit["ExecStart"][0]))
	command := exec.Command(words[0], words[1:]...)
	command.Env = []string{}
	for _, line := range unit["Environment"] {
		command.Env = append(command.Env, strings.Fields(here.Replace(line))...)
	}
	command.SysProcAttr = &syscall.SysProcAttr{
		Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
		AmbientCaps: []uintptr{bindService},
	}
	return command
}

// listenAsManager is where a service says how it is.
func listenAsManager(t *testing.T, dir string) *net.UnixConn {
	t.Helper()
	path := filepath.Join(dir, "notify")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := os.Chmod(path, 0o777); err != nil {
		t.Fatal(err)
	}
	return c
}

func saysToManager(t *testing.T, manager *net.UnixConn) string {
	t.Helper()
	manager.SetReadDeadline(time.Now().Add(time.Minute))
	var said [256]byte
	n, err := manager.Read(said[:])
	if err != nil {
		t.Fatal(err)
	}
	return string(said[:n])
}

func TestTheUnitIsStartedAgainButNotInVain(t *testing.T) {
	unit := unitSettings(t, unitFile)
	for name, want := range map[string]string{"Restart": "on-failure", "RestartSec": "5",
		"RestartPreventExitStatus": "2", "LimitCORE": "0", "MemorySwapMax": "0",
		"Type": "notify", "ConditionPathExists": "/etc/einmal/einmal.conf",
		"EnvironmentFile": "-/etc/einmal/einmal.conf"} {
		if got := unit[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// mostExposed is how exposed systemd finds the service at most, from 0 to 10. It would be 1.0 less
// if nobody could reach it from outside.
const mostExposed = 1.5

// TestTheUnitsAreWellFormed has systemd itself look at the files.
func TestTheUnitsAreWellFormed(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("SKIPPED: systemd-analyze is not here: it is in Debian's package systemd")
	}
	said, _ := exec.Command("systemd-analyze", "verify", "--man=no", unitFile,
		socketFile).CombinedOutput()
	for line := range strings.Lines(string(said)) {
		if !strings.HasSuffix(line, "Command /usr/bin/einmal is not executable: "+
			"No such file or directory\n") {
			t.Errorf("verify says %s", line)
		}
	}
	threshold := strconv.FormatFloat(10*mostExposed, 'f', 0, 64)
	said, err := exec.Command("systemd-analyze", "security", "--offline=yes",
		"--threshold="+threshold, unitFile).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, said)
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
