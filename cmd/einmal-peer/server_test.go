package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/testca"
)

// serverProgram is the real server, built once; its page is a stand-in, so that no test here needs
// a built web client.
var serverProgram string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if os.Getenv(asProgram) != "" {
			main() // which exits
		}
		dir, err := os.MkdirTemp("", "einmal-peer-")
		if err == nil {
			defer os.RemoveAll(dir)
			err = errors.Join(buildServer(dir), certify(dir))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

// asProgram makes this test be the program, in a process of its own: what a process trusts is
// settled once.
const asProgram = "EINMAL_PEER_AS_PROGRAM"

// certificates is a directory with a certificate for this machine.
var certificates string

func certify(dir string) error {
	certificates = dir
	authority, err := testca.New()
	if err != nil {
		return err
	}
	return authority.Write(dir, "localhost", "127.0.0.1", "::1")
}

func buildServer(dir string) error {
	page, list := filepath.Join(dir, "index.html"), filepath.Join(dir, "overlay.json")
	asset, err := filepath.Abs("../../webclient/dist/index.html")
	if err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{asset: page}})
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
	serverProgram = filepath.Join(dir, "einmal")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-overlay", list, "-o",
		serverProgram, "../../cmd/einmal")
	// as the Makefile does
	build.Env = append(os.Environ(), "GOEXPERIMENT=runtimesecret", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return nil
}

// startServer gives its origin, and a way to kill it before the test ends.
func startServer(t *testing.T, flags ...string) (origin string, kill func()) {
	t.Helper()
	origin, process := startServerOn(t, t.TempDir(), flags...)
	return origin, func() {
		process.Process.Kill()
		process.Wait()
	}
}

// startServerOn runs the server on a data directory until the test ends.
func startServerOn(t *testing.T, data string, flags ...string) (origin string, process *exec.Cmd) {
	t.Helper()
	origin, process, said := tryServer(t, data, flags...)
	if origin == "" {
		t.Fatalf("the server says %q", said)
	}
	return origin, process
}

// tryServer gives no origin if the server does not get ready.
func tryServer(t *testing.T, data string,
	flags ...string) (origin string, process *exec.Cmd, said string) {
	t.Helper()
	process = exec.Command(serverProgram, append([]string{"serve", "-listen", "127.0.0.1:0",
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
