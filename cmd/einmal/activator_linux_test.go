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
	"syscall"
	"testing"

	"einmal/internal/server/servertest"
)

// activator is what systemd does with einmal.socket and einmal.service: it holds the sockets, and
// starts the service on them.
type activator struct {
	t       *testing.T
	root    string
	port    string
	sockets []*os.File
	manager *net.UnixConn
	command *exec.Cmd
	stderr  strings.Builder
	more    []string // of its environment
}

// newActivator opens a port on all addresses, as this user.
func newActivator(t *testing.T) *activator {
	t.Helper()
	a := &activator{t: t, root: unitRoot(t)}
	a.manager = listenAsManager(t, a.root)
	for {
		tcp, err := net.Listen("tcp", ":0")
		if err != nil {
			t.Fatal(err)
		}
		defer tcp.Close()
		_, a.port, _ = net.SplitHostPort(tcp.Addr().String())
		udp, err := net.ListenPacket("udp", ":"+a.port)
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer udp.Close()
		a.hand(tcp.(*net.TCPListener))
		a.hand(udp.(*net.UDPConn))
		return a
	}
}

// hand keeps a socket open for the service, whatever happens to this one.
func (a *activator) hand(socket interface{ File() (*os.File, error) }) {
	a.t.Helper()
	file, err := socket.File()
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() { file.Close() })
	a.sockets = append(a.sockets, file)
}

// endpoint is where the service is reached.
func (a *activator) endpoint() servertest.Endpoint {
	return servertest.Endpoint{Public: "http://localhost:" + a.port, Address: "127.0.0.1:" + a.port}
}

// start runs the unit's ExecStart with the sockets, as another user if this one is root, and waits
// until it says that it is ready.
func (a *activator) start() {
	a.t.Helper()
	a.run(append([]string{"EINMAL_LISTEN=:" + a.port, "EINMAL_PUBLIC_URL=" + a.endpoint().Public,
		"EINMAL_RELAY_ADDRESS=192.0.2.1", "EINMAL_CREATE=token"}, a.more...)...)
	if got := saysToManager(a.t, a.manager); got != "READY=1" {
		a.t.Fatalf("it tells the manager %q; %s", got, a.stderr.String())
	}
}

func (a *activator) run(env ...string) {
	a.t.Helper()
	a.command = unitCommand(a.t, unitSettings(a.t, unitFile), a.root)
	// LISTEN_PID has to be the process itself, which nobody knows before.
	a.command.Args = append([]string{"sh", "-c", `LISTEN_PID=$$ exec "$@"`, "sh"},
		a.command.Args...)
	a.command.Path = "/bin/sh"
	a.command.ExtraFiles = a.sockets
	a.command.Env = append(a.command.Env, "NOTIFY_SOCKET="+filepath.Join(a.root, "notify"),
		"LISTEN_FDS="+strconv.Itoa(len(a.sockets)))
	a.command.Env = append(a.command.Env, env...)
	if os.Geteuid() != 0 {
		a.command.SysProcAttr = nil
	}
	a.command.Stderr = &a.stderr
	stdout, err := a.command.StdoutPipe()
	if err != nil {
		a.t.Fatal(err)
	}
	if err := a.command.Start(); err != nil {
		a.t.Fatal(err)
	}
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); { // so that it never waits for us
		}
	}()
	started := a.command
	a.t.Cleanup(func() {
		started.Process.Kill()
		started.Wait()
	})
}

// stop ends the service and waits until it is gone.
func (a *activator) stop(signal syscall.Signal) {
	a.t.Helper()
	a.command.Process.Signal(signal)
	if signal == syscall.SIGTERM {
		if got := saysToManager(a.t, a.manager); got != "STOPPING=1" {
			a.t.Errorf("it tells the manager %q", got)
		}
	}
	if err := a.command.Wait(); signal == syscall.SIGTERM && err != nil {
		a.t.Errorf("it ended with %v; %s", err, a.stderr.String())
	}
}
