//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// relay is the server under load.
type relay struct {
	command *exec.Cmd
	address string
	dir     string
}

// startRelay runs the relay with a total quota, so that a leaked allocation is soon missed.
func startRelay(program string, total int) (*relay, error) {
	dir, err := os.MkdirTemp("", "relaysoak")
	if err != nil {
		return nil, err
	}
	r := &relay{dir: dir}
	file := filepath.Join(dir, "secret")
	if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
		return nil, err
	}
	r.command = exec.Command(program, "relay", "-listen", "127.0.0.1:0", "-relay-address",
		"192.0.2.1", "-secret-file", file,
		"-quota-total", strconv.Itoa(total))
	r.command.Stderr = os.Stderr
	out, err := r.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := r.command.Start(); err != nil {
		return nil, err
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, rest, _ := strings.Cut(line, "UDP and TCP ")
	r.address, _, _ = strings.Cut(rest, ",")
	if r.address == "" {
		r.stopRelay()
		return nil, fmt.Errorf("the relay said %q", line)
	}
	return r, nil
}

func (r *relay) stopRelay() {
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
	_ = os.RemoveAll(r.dir)
}

// state is what a process holds. Leaked streams would show as files.
type state struct{ kb, threads, files int }

func (s state) String() string {
	return fmt.Sprintf("%d KB resident, %d threads, %d open files", s.kb, s.threads, s.files)
}

// readState waits until everything has ended (idle streams have ten seconds) and reads /proc.
func (r *relay) readState() (s state, err error) {
	time.Sleep(15 * time.Second)
	of := fmt.Sprint("/proc/", r.command.Process.Pid)
	text, err := os.ReadFile(of + "/status")
	if err != nil {
		return s, err
	}
	files, err := os.ReadDir(of + "/fd")
	if err != nil {
		return s, err
	}
	s.files = len(files)
	for line := range strings.Lines(string(text)) {
		switch words := strings.Fields(line); words[0] {
		case "VmRSS:":
			s.kb, _ = strconv.Atoi(words[1])
		case "Threads:":
			s.threads, _ = strconv.Atoi(words[1])
		}
	}
	return s, nil
}
