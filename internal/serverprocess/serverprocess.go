// Package serverprocess builds the server program as it is shipped and runs it as a process, for
// tests that look into its memory or kill it. Its page is a stand-in, so that these tests need no
// built web client.
package serverprocess

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// buildDir is where the server is built, while tests run.
var buildDir string

// RunTests runs a package's tests, which may then start servers. It is for TestMain, and gives the
// exit status.
func RunTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "einmal-server-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	buildDir = dir
	return m.Run()
}

// Program gives the path of the server, which is built when the first test asks for it.
func Program(t *testing.T) string {
	t.Helper()
	if err := buildOnce(); err != nil {
		t.Fatal(err)
	}
	return programIn(buildDir)
}

// Peer gives the path of einmal-peer, built the same way.
func Peer(t *testing.T) string {
	t.Helper()
	if err := buildPeerOnce(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(buildDir, "einmal-peer")
}

var buildPeerOnce = sync.OnceValue(func() error {
	root, err := moduleDir()
	if err != nil {
		return err
	}
	return runBuild(root, "-o", buildDir+"/", "./cmd/einmal-peer")
})

var buildOnce = sync.OnceValue(func() error { return buildServer(buildDir) })

func programIn(dir string) string { return filepath.Join(dir, "einmal") }

func buildServer(dir string) error {
	root, err := moduleDir()
	if err != nil {
		return err
	}
	page, list := filepath.Join(dir, "index.html"), filepath.Join(dir, "overlay.json")
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(root, "webclient/brotli/index.html"):    page,
		filepath.Join(root, "webclient/brotli/index.html.br"): "", // as if it were not there
	}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(page, []byte("<!doctype html>\n<title>einmal</title>\n"),
		0o600); err != nil {
		return err
	}
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return err
	}
	return runBuild(root, "-overlay", list, "-o", programIn(dir), "./cmd/einmal")
}

func moduleDir() (string, error) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	return string(bytes.TrimSpace(module)), nil
}

func runBuild(root string, arguments ...string) error {
	build := exec.Command("scripts/build", arguments...)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build %v: %w\n%s", arguments, err, out)
	}
	return nil
}

// Start runs the server on a data directory until the test ends.
func Start(t *testing.T, data string, flags ...string) (origin string, process *exec.Cmd) {
	t.Helper()
	origin, process, said := TryStart(t, data, flags...)
	if origin == "" {
		t.Fatalf("the server says %q", said)
	}
	return origin, process
}

// TryStart gives no origin if the server does not get ready, but what it said.
func TryStart(t *testing.T, data string,
	flags ...string) (origin string, process *exec.Cmd, said string) {
	t.Helper()
	process = exec.Command(Program(t), append([]string{"serve", "-listen", "127.0.0.1:0",
		"-data", data}, flags...)...)
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		process.Process.Kill()
		process.Wait()
	})
	lines := bufio.NewScanner(out)
	lines.Scan()
	said = lines.Text()
	origin, ok := strings.CutPrefix(said, "einmal is ready: ")
	if !ok {
		return "", process, said
	}
	go func() {
		for lines.Scan() { // so that it never waits for us
		}
	}()
	return origin, process, said
}
