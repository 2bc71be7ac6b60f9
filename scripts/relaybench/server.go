//go:build linux

package main

import (
	"bufio"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"einmal/internal/bench"
)

// server is a server under test.
type server struct {
	name        string
	command     *exec.Cmd
	address     string
	realm       string
	credentials []bench.Credential // by allocation
	directory   string
}

// startServer runs a server on its core and waits until it is ready.
func startServer(name string, s settings, allocations int) (*server, error) {
	directory, err := os.MkdirTemp("", "relaybench")
	if err != nil {
		return nil, err
	}
	c := &server{name: name, realm: "einmal", directory: directory}
	certificate, key, err := writeCertificate(directory)
	if err != nil {
		return nil, err
	}
	switch name {
	case "coturn":
		err = c.startCoturn(s.core, certificate, key, allocations)
	case "einmal":
		err = c.startEinmal(s, certificate, key, allocations)
	default:
		self, _ := os.Executable()
		err = c.startOwn(exec.Command("taskset", "-c", s.core, self, "serve", name, s.transport,
			strconv.Itoa(allocations), certificate, key))
	}
	if err != nil {
		c.stopServer()
		return nil, err
	}
	time.Sleep(300 * time.Millisecond) // do not measure what a start leaves behind
	return c, nil
}

// startOwn runs this program as a server, which prints its address and one line of credentials for
// each allocation.
func (c *server) startOwn(command *exec.Cmd) error {
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		return err
	}
	c.command = command
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 1 && words[0] == "ready":
			return nil
		case len(words) == 1:
			c.address = words[0]
		case len(words) == 2:
			c.credentials = append(c.credentials, bench.Credential{Username: words[0], Password: words[1]})
		}
	}
	return errors.New("the server did not become ready")
}

func (c *server) startCoturn(core, certificate, key string, allocations int) error {
	probe, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.address = probe.LocalAddr().String()
	port := strconv.Itoa(probe.LocalAddr().(*net.UDPAddr).Port)
	_ = probe.Close()
	for range allocations {
		c.credentials = append(c.credentials, bench.Credential{Username: "bench", Password: "bench"})
	}
	c.command = exec.Command("taskset", "-c", core, "turnserver", "-n", "--no-cli", "-L",
		"127.0.0.1", "-E", "127.0.0.1", "-p", port,
		"--tls-listening-port", port, "--cert", certificate, "--pkey", key, "--no-dtls", "-r",
		c.realm, "-a", "-u", "bench:bench",
		"--allow-loopback-peers", "--log-file", "/dev/null", "--min-port", "10000", "--max-port",
		"30000",
		"--pidfile", filepath.Join(c.directory, "pid"), "--userdb",
		filepath.Join(c.directory, "db"))
	if err := c.command.Start(); err != nil {
		return err
	}
	for range 100 {
		if conn, err := net.Dial("tcp", c.address); err == nil {
			_ = conn.Close()
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("coturn did not become ready")
}

func (c *server) stopServer() {
	if c.command != nil && c.command.Process != nil {
		_ = c.command.Process.Kill()
		_ = c.command.Wait()
	}
	_ = os.RemoveAll(c.directory)
}

// residentKB is its memory in KB.
func (c *server) residentKB() int {
	bytes, _ := bench.ResidentBytes(c.command.Process.Pid)
	return int(bytes / 1024)
}
