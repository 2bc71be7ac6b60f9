package main

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"einmal/internal/server/listen"
	"einmal/rooms"
)

// TestScripts runs the built program as testdata/*.txtar say.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata",
		Setup: setUpScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "serves": serves, "kills": kills, "field": field,
		},
	})
}

// setUpScript puts the program into the path and occupies what a script may collide with:
// $BUSY_TCP, $BUSY_UDP and the data directory $LOCKED. Public servers have operator data.
func setUpScript(env *testscript.Env) error {
	operator, err := filepath.Abs("testdata/operator.conf")
	if err != nil {
		return err
	}
	env.Setenv("EINMAL_OPERATOR", operator)
	env.Setenv("EINMAL_CONFIG", os.DevNull) // this machine may have a server
	env.Values[servers{}] = new([]*exec.Cmd)
	tcp, udp, err := listen.TCPAndUDP("127.0.0.1", 0)
	if err != nil {
		return err
	}
	env.Defer(func() { tcp.Close() })
	// A number whose TCP half is free again: only UDP is in the way.
	other, udpOnly, err := listen.TCPAndUDP("127.0.0.1", 0)
	if err != nil {
		return err
	}
	env.Defer(func() { listen.CloseAll(udpOnly) })
	env.Setenv("BUSY_TCP", tcp.Addr().String())
	env.Setenv("BUSY_UDP", udpOnly[0].LocalAddr().(*net.UDPAddr).String())
	env.Setenv("LOCKED", filepath.Join(env.WorkDir, "locked"))
	store, err := rooms.Open(env.Getenv("LOCKED"))
	if err != nil {
		return err
	}
	env.Defer(func() { store.Close() })
	return errors.Join(listen.CloseAll(udp), other.Close())
}

// exits STATUS COMMAND [ARGS...] runs a command that has to end with exactly this status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARGS...]")
	}
	status := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		status = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("exit status %d, not %s", status, args[0])
	}
}
