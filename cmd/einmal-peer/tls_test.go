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
			good = append(good, c.Code)
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
	for _, test := range []struct{ family, listen string }{
		{"ipv4", "127.0.0.1:0"}, {"ipv6", "[::1]:0"},
	} {
		t.Run(test.family, func(t *testing.T) {
			server := startAtKnownPort(t, test.listen, // localhost is not IPv6 everywhere
				"-tls-cert", file(testca.CertificateFile), "-tls-key", file(testca.KeyFile))
			good, found, status := runProbeProgram(t, server, "-ca", file(testca.RootFile))
			want := []string{"server", "websocket", "room", "access", "call",
				"mapping-" + test.family}
			for _, transport := range []string{"udp-", "tcp-", "tls-"} {
				want = append(want, "stun-"+transport+test.family, "relay-"+transport+test.family)
			}
			slices.Sort(want)
			slices.Sort(good)
			if !slices.Equal(good, want) {
				t.Errorf("good is %q, want %q", good, want)
			}
			if status != 0 || !found.Works || len(found.Skipped) > 0 {
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
