package main

import (
	"bufio"
	"bytes"
	"io"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"einmal/internal/server/servertest"
)

// process is the program, running.
type process struct {
	t       *testing.T
	command *exec.Cmd
	servertest.Endpoint
	stderr bytes.Buffer
	ended  chan error
}

// startProgram runs einmal serve on a free port until the test ends.
func startProgram(t *testing.T, data string, flags ...string) *process {
	t.Helper()
	return startCommand(t, exec.Command("einmal", serveOn(data, flags)...),
		flags...)
}

func serveOn(data string, flags []string) []string {
	return append([]string{"serve", "-listen", "127.0.0.1:0", "-data", data}, flags...)
}

// startCommand runs what runs einmal serve with these flags.
func startCommand(t *testing.T, command *exec.Cmd, flags ...string) *process {
	t.Helper()
	p := &process{t: t, command: command, ended: make(chan error, 1)}
	p.command.Env = []string{"PATH=" + os.Getenv("PATH"), "EINMAL_OPERATOR=testdata/operator.conf"}
	p.command.Stderr = &p.stderr
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	lines, said := bufio.NewReader(stdout), 5 // what announce prints
	if slices.Contains(flags, "-metrics") {
		said++
	}
	for range said {
		line, err := lines.ReadString('\n')
		if err != nil {
			p.command.Wait()
			t.Fatalf("it ended at its start: %s", p.stderr.String())
		}
		p.Said += line
	}
	go func() {
		io.Copy(io.Discard, lines)
		p.ended <- p.command.Wait()
	}()
	t.Cleanup(func() {
		if p.command.ProcessState == nil {
			p.stop(syscall.SIGKILL)
		}
	})
	words := strings.Fields(p.Said)
	p.Public = words[3]
	p.Address = words[7]
	if u, err := url.Parse(p.Public); err != nil || u.Scheme == "" {
		t.Fatalf("no address in %q", p.Said)
	}
	return p
}

// stop sends a signal and waits for the end; it says how long that took and how the program ended.
func (p *process) stop(s syscall.Signal) (time.Duration, error) {
	p.t.Helper()
	start := time.Now()
	if err := p.command.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		return time.Since(start), err
	case <-time.After(20 * time.Second):
		p.command.Process.Kill()
		p.t.Fatalf("%v did not end it", s)
		return 0, nil
	}
}
