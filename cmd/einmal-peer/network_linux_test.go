package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"einmal/internal/probe"
	"einmal/internal/serverprocess"
)

const (
	// inNamespace is set in a process of this test that has a network namespace of its own; its
	// value is the server's program.
	inNamespace  = "EINMAL_PROBE_IN_NAMESPACE"
	serverAt     = "10.9.0.1"
	relayListens = "10.9.0.2"
	signalPort   = "8080"
)

// TestAProbeOverANetwork asks a server on another machine, which namespaces stand for.
func TestAProbeOverANetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED what a probe says over a network: namespaces need root")
	}
	child := exec.Command(os.Args[0], "-test.run=^TestInANamespace$", "-test.count=1", "-test.v")
	child.Env = append(os.Environ(), inNamespace+"="+serverprocess.Program(t))
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("NOT TESTED what a probe says over a network: this root may make no namespace")
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestInANamespace") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestInANamespace is the part of the test above that runs in the namespace.
func TestInANamespace(t *testing.T) {
	program := os.Getenv(inNamespace)
	if program == "" {
		return
	}
	there := startOtherMachine(t)
	run := func(args string) { runThere(t, there, "ip "+args) }
	// Signalling is passed on from here, so that the server may be without a certificate.
	go passOn(t, "127.0.0.1:"+signalPort, serverAt+":"+signalPort)
	server := exec.Command("nsenter", "-t", there, "-n", program, "serve", "-data", t.TempDir(),
		"-listen", serverAt+":"+signalPort, "-public-url", "http://localhost:"+signalPort,
		"-relay-listen", relayListens+":3478", "-relay-address", relayListens, "-create", "open")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	}()
	if ready, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("the server says %q: %v", ready, err)
	}
	wantVerdict(t, "works", 0, "relay-udp-ipv4", "relay-tcp-ipv4", "call", "mapping-ipv4")
	run("rule add ipproto udp from " + relayListens + " blackhole")
	wantVerdict(t, "works-without-udp", 0, "relay-tcp-ipv4", "call")
	run("address del " + relayListens + "/24 dev two")
	wantVerdict(t, "no-relay", 1, "server", "websocket", "room", "access")
	run("link set two down")
	wantVerdict(t, "no-server", 1)
}

// startOtherMachine joins another namespace to this one, and gives the process that holds it.
func startOtherMachine(t *testing.T) (pid string) {
	t.Helper()
	holder := exec.Command("cat")
	holder.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	end, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = end.Close()
		_ = holder.Wait()
	})
	pid = strconv.Itoa(holder.Process.Pid)
	for _, args := range []string{
		"link set lo up", "link add one type veth peer name two netns " + pid,
		"address add 10.9.0.77/24 dev one", "link set one up",
	} {
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", args, err, out)
		}
	}
	for _, args := range []string{"address add " + relayListens + "/24 dev two",
		"address add " + serverAt + "/24 dev two", "link set two up"} {
		runThere(t, pid, "ip "+args)
	}
	// the first address is the other's senior, and would take it along
	runThere(t, pid, "sysctl -q -w net.ipv4.conf.all.promote_secondaries=1")
	return pid
}

func runThere(t *testing.T, pid, command string) {
	t.Helper()
	args := append([]string{"-t", pid, "-n"}, strings.Fields(command)...)
	if out, err := exec.Command("nsenter", args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", command, err, out)
	}
}

func passOn(t *testing.T, from, to string) {
	l, err := net.Listen("tcp", from)
	if err != nil {
		t.Error(err)
		return
	}
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer near.Close()
			far, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer far.Close()
			go func() { _, _ = io.Copy(far, near) }()
			_, _ = io.Copy(near, far)
		}()
	}
}

// wantVerdict probes, and wants these checks and no others to be good.
func wantVerdict(t *testing.T, code string, status int, good ...string) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), []string{"probe", "http://localhost:" + signalPort, "-json"}, nil, &out)
	var found probe.Report
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	t.Log(found.Summary)
	if exit := report(io.Discard, err); found.Code != code || exit != status ||
		found.Works != (status == 0) {
		t.Errorf("the verdict is %s with %d, want %s with %d", found.Code, exit, code, status)
	}
	for _, c := range found.Checks {
		t.Log(c)
		if c.StaysHere {
			t.Errorf("it stays within this machine: %s", c.Code)
		}
		if c.OK == (c.Problem != "") {
			t.Errorf("%s has the problem %q", c.Code, c.Problem)
		}
		if wanted := slices.Contains(good, c.Code); !c.OK && wanted {
			t.Errorf("not good: %s", c)
		} else if c.OK && !wanted && c.Group != "signalling" && c.Group != "stun" {
			t.Errorf("good: %s", c)
		}
	}
}
