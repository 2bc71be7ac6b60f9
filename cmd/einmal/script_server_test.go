package main

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// serves FLAGS... runs einmal serve on a free port until the script ends, and sets $SERVER to its
// address.
func serves(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serves FLAGS...")
	}
	command := exec.Command("einmal", append([]string{"serve", "-listen", "127.0.0.1:0"},
		args...)...)
	for _, dir := range strings.Split(ts.Getenv("PATH"), ":")[:1] {
		command.Path, command.Err = dir+"/einmal", nil
	}
	command.Dir = ts.MkAbs(".")
	command.Env = []string{"EINMAL_OPERATOR=" + ts.Getenv("EINMAL_OPERATOR")}
	out, err := command.StdoutPipe()
	ts.Check(err)
	ts.Check(command.Start())
	ts.Defer(func() {
		_ = command.Process.Kill() // it may have been killed
		_ = command.Wait()
	})
	running := ts.Value(servers{}).(*[]*exec.Cmd)
	*running = append(*running, command)
	line, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "einmal is ready: ")
	if !ok {
		ts.Fatalf("the server says %q", line)
	}
	ts.Setenv("SERVER", address)
}

// servers is the key of a script's list of them.
type servers struct{}

// kills ends the script's last server as a power failure would.
func kills(ts *testscript.TestScript, neg bool, args []string) {
	running := *ts.Value(servers{}).(*[]*exec.Cmd)
	if neg || len(args) > 0 || len(running) == 0 {
		ts.Fatalf("usage: kills, after serves")
	}
	last := running[len(running)-1]
	ts.Check(last.Process.Kill())
	_ = last.Wait() // it says that it was killed
}

// field VARIABLE FILE NAME takes a text out of a JSON object, or out of the only one in a list.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: field VARIABLE FILE NAME")
	}
	text := strings.TrimSpace(ts.ReadFile(args[1]))
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	var object map[string]any
	ts.Check(json.Unmarshal([]byte(text), &object))
	value, ok := object[args[2]].(string)
	if !ok {
		ts.Fatalf("%s has no text %s", args[1], args[2])
	}
	ts.Setenv(args[0], value)
}
