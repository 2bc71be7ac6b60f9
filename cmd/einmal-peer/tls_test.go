package main

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"einmal/internal/probe"
	"einmal/internal/serverprocess"
	"einmal/internal/testca"
)

// runProbeProgram runs the program against a server with TLS, and says what worked.
func runProbeProgram(t *testing.T, server string,
	flags ...string) (good []string, found probe.Report, status int) {
	t.Helper()
	command := exec.Command(os.Args[0], append([]string{"probe", server, "-json", "-loopback"},
		flags...)...)
	command.Env = append(os.Environ(), asProgram+"=1")
	out, err := command.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, c := range found.Checks {
		if c.OK {
			good = append(good, c.Name)
		} else {
			t.Log(c)
		}
	}
	return good, found, command.ProcessState.ExitCode()
}

// startAtKnownPort runs a server whose public URL is an IP address and a port. The server must be
// told its port before it listens; if another program takes that port meanwhile, it tries another.
func startAtKnownPort(t *testing.T, address string, flags ...string) (origin string) {
	t.Helper()
	for range 10 {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		at := l.Addr().String()
		l.Close()
		origin, _, said := serverprocess.TryStart(t, t.TempDir(),
			append(flags, "-listen", at, "-public-url", "https://"+at)...)
		if origin != "" {
			return origin
		}
		t.Logf("the server says %q", said)
	}
	t.Fatal("ten ports were taken by others")
	return ""
}

func TestAProbeOverTLS(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	file := func(name string) string { return filepath.Join(certificates, name) }
	for _, test := range []struct {
		family, listen string
		good           []string
		skipped        int
	}{
		{"IPv4", "127.0.0.1:0", []string{
			"STUN, UDP over IPv4", "STUN, TCP over IPv4", "STUN, TLS over IPv4",
			"the relay, UDP over IPv4", "the relay, TCP over IPv4", "the relay, TLS over IPv4",
			"directly", "through the relay over UDP", "through the relay over TCP",
			"through the relay over TLS",
		}, 0},
		{"IPv6", "[::1]:0", []string{
			"STUN, UDP over IPv6", "STUN, TCP over IPv6", "STUN, TLS over IPv6",
			"the relay, UDP over IPv6", "the relay, TCP over IPv6", "the relay, TLS over IPv6",
			"directly",
		}, 3},
	} {
		t.Run(test.family, func(t *testing.T) {
			server := startAtKnownPort(t, test.listen, // localhost is not IPv6 everywhere
				"-tls-cert", file(testca.CertificateFile), "-tls-key", file(testca.KeyFile))
			good, found, status := runProbeProgram(t, server, "-ca", file(testca.RootFile))
			for _, name := range test.good {
				if !slices.Contains(good, name) {
					t.Errorf("not good: %s", name)
				}
			}
			if status != 0 || !found.Works || len(found.Skipped) != test.skipped {
				t.Errorf("status %d, %q, skipped %q", status, found.Summary, found.Skipped)
			}
			good, found, status = runProbeProgram(t, server)
			if status != 1 || len(good) > 0 ||
				!strings.Contains(found.Checks[0].Detail, "certificate") {
				t.Errorf("without the authority: status %d, %q, %v", status, good, found.Checks)
			}
		})
	}
}
