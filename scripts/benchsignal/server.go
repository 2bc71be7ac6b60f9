//go:build linux

package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"einmal/internal/bench"
	"einmal/internal/testca"
)

// authority signs the certificates of this run; browser trusts it.
var (
	authority = newAuthority()
	browser   = &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"},
	}}
)

func newAuthority() *testca.Authority {
	a, err := testca.New()
	if err != nil {
		panic(err) // the system has no randomness
	}
	return a
}

// server is a server under test.
type server struct {
	command   *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Reader
	origin    string // http://HOST:PORT
	directory string
	started   time.Duration // from the start of the process to the first page
}

// startServer runs a server and waits until it answers.
func startServer(name string, s settings) (*server, error) {
	directory, err := os.MkdirTemp("", "benchsignal")
	if err != nil {
		return nil, err
	}
	c := &server{directory: directory}
	if err := c.prepare(name, s); err != nil {
		return nil, err
	}
	if err := c.startProcess(); err != nil {
		c.stopServer()
		return nil, err
	}
	return c, nil
}

func (c *server) prepare(name string, s settings) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cert, key := filepath.Join(c.directory, testca.CertificateFile), filepath.Join(c.directory,
		testca.KeyFile)
	if strings.HasSuffix(name, "-tls") {
		if err := authority.Write(c.directory, "localhost"); err != nil {
			return err
		}
	}
	data := filepath.Join(c.directory, "data")
	switch name {
	case "einmal":
		c.command = exec.Command(s.program, "serve", "-listen", "127.0.0.1:0", "-data", data)
	case "einmal-tls":
		c.command = exec.Command(s.program, "serve", "-listen", "127.0.0.1:0", "-data", data,
			"-tls-cert", cert, "-tls-key", key)
	case "bare-tls":
		c.command = exec.Command(self, "serve", "bare", cert, key)
	default:
		c.command = exec.Command(self, "serve", name)
	}
	return nil
}

func (c *server) startProcess() (err error) {
	if c.in, err = c.command.StdinPipe(); err != nil {
		return err
	}
	out, err := c.command.StdoutPipe()
	if err != nil {
		return err
	}
	c.out = bufio.NewReader(out)
	c.command.Stderr = os.Stderr
	begin := time.Now()
	if err := c.command.Start(); err != nil {
		return err
	}
	line, err := c.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("the server did not start: %w", err)
	}
	_, c.origin, _ = strings.Cut(strings.TrimSpace(line), ": ")
	answer, err := browser.Get(c.origin + "/")
	if err != nil {
		return err
	}
	c.started = time.Since(begin)
	return answer.Body.Close()
}

func (c *server) stopServer() {
	if c.command.Process != nil {
		_ = c.command.Process.Kill()
		_ = c.command.Wait()
	}
	_ = os.RemoveAll(c.directory)
}

// readHeap asks a server that is this program for the bytes in use of its heap and stacks.
func (c *server) readHeap() (heap, stacks float64, err error) {
	if _, err := fmt.Fprintln(c.in, "memory"); err != nil {
		return 0, 0, err
	}
	_, err = fmt.Fscan(c.out, &heap, &stacks)
	return heap, stacks, err
}

func (c *server) cpuTime() time.Duration { return bench.CPUTime(c.command.Process.Pid) }

func (c *server) residentBytes() (float64, error) {
	return bench.ResidentBytes(c.command.Process.Pid)
}
