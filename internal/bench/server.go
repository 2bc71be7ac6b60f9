package bench

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/testca"
)

// stopTime is more than a server needs to say goodbye.
const stopTime = 5 * time.Second

// trialServer is one that runs for the measurement alone.
type trialServer struct {
	command *exec.Cmd
	data    string
	origin  string // https://localhost:PORT
	port    string
	secure  *tls.Config // of its clients
}

// startServer starts the program as a server on a free port of loopback, with TLS as people reach
// it. It has all it holds in dir, and nobody else's configuration.
func startServer(ctx context.Context, program, dir string) (*trialServer, error) {
	authority, err := testca.New()
	if err == nil {
		err = authority.Write(dir, "localhost")
	}
	if err != nil {
		return nil, cli.Problemf("directory-unusable", "%s cannot be written: %v.", dir, err)
	}
	s := &trialServer{data: filepath.Join(dir, "data"),
		secure: &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost",
			MinVersion: tls.VersionTLS12}}
	s.command = exec.CommandContext(ctx, program, "serve", "-listen", "127.0.0.1:0",
		"-data", s.data, "-tls-cert", filepath.Join(dir, testca.CertificateFile),
		"-tls-key", filepath.Join(dir, testca.KeyFile))
	// what a service manager or EINMAL_ variables say is for other servers
	s.command.Env = []string{"PATH=" + os.Getenv("PATH")}
	s.command.Cancel = func() error { return s.command.Process.Signal(os.Interrupt) }
	s.command.WaitDelay = stopTime
	var said bytes.Buffer
	s.command.Stderr = &said
	out, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		return nil, cli.Problemf("server-failed", "The server to measure does not start: %v.", err)
	}
	lines := bufio.NewReader(out)
	line, _ := lines.ReadString('\n')
	_, origin, ready := strings.Cut(strings.TrimSpace(line), "einmal is ready: ")
	if !ready {
		s.stop()
		return nil, cli.Problemf("server-failed", "The server to measure does not start: %s",
			strings.TrimPrefix(strings.TrimSpace(said.String()), "einmal: "))
	}
	go io.Copy(io.Discard, lines)
	s.origin, s.port = origin, origin[strings.LastIndexByte(origin, ':')+1:]
	return s, nil
}

func (s *trialServer) stop() {
	_ = s.command.Process.Signal(os.Interrupt)
	timer := time.AfterFunc(stopTime, func() { _ = s.command.Process.Kill() })
	_ = s.command.Wait()
	timer.Stop()
}

func (s *trialServer) cpuTime() time.Duration { return CPUTime(s.command.Process.Pid) }

func (s *trialServer) residentBytes() (float64, error) {
	bytes, err := ResidentBytes(s.command.Process.Pid)
	if err != nil {
		return 0, fmt.Errorf("the server ended: %w", err)
	}
	return bytes, nil
}
