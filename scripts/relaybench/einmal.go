//go:build linux

package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"einmal/internal/bench"
)

// startEinmal runs einmal relay as released, except for its quotas: coturn's client is one peer
// from one source with all its allocations and traffic, and coturn has no quotas either.
func (c *server) startEinmal(s settings, certificate, key string, allocations int) error {
	secret, file := rand.Text(), filepath.Join(c.directory, "secret")
	if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
		return err
	}
	arguments := []string{"-c", s.core, s.program, "relay", "-listen", "127.0.0.1:0",
		"-relay-address", "192.0.2.1", "-secret-file", file,
		"-quota-peer", "4096", "-quota-room", "4096", "-quota-source", "4096", "-quota-bandwidth",
		"100000",
		"-quota-total-bandwidth", "100000"}
	if s.transport == "tls" {
		arguments = append(arguments, "-tls-cert", certificate, "-tls-key", key)
	}
	c.command = exec.Command("taskset", arguments...)
	c.command.Stderr = os.Stderr
	out, err := c.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.command.Start(); err != nil {
		return err
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	before, _, _ := strings.Cut(line, ", its")
	c.address = before[strings.LastIndexByte(before, ' ')+1:]
	if c.address == "" {
		return fmt.Errorf("einmal relay said %q", line)
	}
	for i := range allocations {
		name := fmt.Sprintf("%d:room %d:peer %d", time.Now().Add(time.Hour).Unix(), i/2, i)
		mac := hmac.New(sha1.New, []byte(secret))
		mac.Write([]byte(name))
		c.credentials = append(c.credentials,
			bench.Credential{Username: name,
				Password: base64.StdEncoding.EncodeToString(mac.Sum(nil))})
	}
	return nil
}
