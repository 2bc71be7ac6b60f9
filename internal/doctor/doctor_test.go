package doctor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"einmal/internal/config"
	"einmal/internal/notice"
	"einmal/internal/server/servertest"
	"einmal/internal/serverprocess"
)

func TestMain(m *testing.M) { os.Exit(serverprocess.RunTests(m)) }

// fault is something wrong that a test brings about.
type fault struct {
	code   string // of the finding that it has to give, and no other one
	what   string // is done, for docs/doctor.md
	inject func(*testing.T) []Finding
}

func allFaults() []fault {
	return slices.Concat(portFaults, unitFaults, nameFaults, certificateFaults, authorityFaults,
		dataFaults, processFaults, machineFaults, pageFaults, proxyFaults, relayFaults,
		portOutsideFaults, outsideFaults)
}

// TestEachFaultIsFound: one after the other, for real wherever a test can.
func TestEachFaultIsFound(t *testing.T) {
	for _, f := range allFaults() {
		t.Run(f.code+": "+f.what, func(t *testing.T) {
			if isOutside(f.code) && !inNetwork(t) {
				return // it was looked for there
			}
			findings := f.inject(t)
			if got := codesOf(findings); !slices.Equal(got, []string{f.code}) {
				t.Fatalf("it finds %q", got)
			}
			for _, l := range notice.Languages {
				s := findings[0].In(l)
				for _, text := range []string{s.What, s.Means, s.Mend} {
					if text == "" || unfilled.MatchString(text) {
						t.Errorf("%s: %q", l, text)
					}
				}
			}
		})
	}
}

func isOutside(code string) bool {
	return slices.ContainsFunc(outsideFaults, func(f fault) bool { return f.code == code })
}

// unfilled is a value that the sentence wants and the finding has not.
var unfilled = regexp.MustCompile(`\{[a-z]+\}`)

func codesOf(findings []Finding) []string {
	codes := []string{}
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

// examine runs one check.
func examine(t *testing.T, look check, m Machine, flags ...string) []Finding {
	t.Helper()
	return look(t.Context(), newExamination(configOf(t, flags...), m))
}

// configOf is the configuration of a server with these flags; later ones count.
func configOf(t *testing.T, flags ...string) config.Config {
	t.Helper()
	c, err := config.ParseServe(append([]string{"-data", filepath.Join(t.TempDir(), "data")},
		flags...), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// public are the flags of a server under a name, with TLS for which nobody is asked.
func public(more ...string) []string {
	return append([]string{"-public-url", "https://call.test",
		"-relay-address", "192.0.2.1", "-acme=false", "-relay-listen", ":3478",
		"-listen", ":8443", "-operator", "../../cmd/einmal/testdata/operator.conf"}, more...)
}

// wellMachine has nothing wrong with it: what it has of this machine is the network and this
// process.
func wellMachine(t *testing.T) Machine {
	t.Helper()
	root := t.TempDir()
	self := strconv.Itoa(os.Getpid())
	write(t, root, "proc/meminfo", "MemTotal: 1024000 kB\nMemAvailable: 512000 kB\n")
	write(t, root, "proc/swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 9 0 1\n")
	write(t, root, filepath.Join("proc", self, "limits"),
		"Limit Soft Hard Units\nMax core file size 0 0 bytes\nMax open files 65536 65536 files\n")
	link(t, "/proc/net", root, "proc/net")
	link(t, "/proc/self/fd", root, filepath.Join("proc", self, "fd"))
	link(t, "/proc/self/comm", root, filepath.Join("proc", self, "comm"))
	write(t, root, "etc/passwd", "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n")
	unit, err := os.ReadFile("../../packaging/systemd/einmal.service")
	if err != nil {
		t.Fatal(err)
	}
	write(t, root, "usr/lib/systemd/system/einmal.service", string(unit))
	write(t, root, "etc/ufw/ufw.conf", "ENABLED=yes\n")
	write(t, root, "etc/ufw/user.rules", "### tuple ### allow any 1:65535 0.0.0.0/0 any 0.0.0.0/0 in\n")
	return Machine{Root: root, Roots: servertest.Trust(t).RootCAs, Clock: ClockKept,
		Systemctl: program(t, "echo active"), Quiet: time.Second,
		Peer:      serverprocess.Peer(t),
		Addresses: parseAll(t, "127.0.0.1", "::1")}
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, root, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
		t.Fatal(err)
	}
}

// program is an executable script.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	//nolint:gosec // it is to be run
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// with changes a machine.
func with(m Machine, change func(*Machine)) Machine {
	change(&m)
	return m
}

// runAll is the whole examination.
func runAll(t *testing.T, c config.Config, m Machine) []Finding {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return Run(ctx, c, m)
}
