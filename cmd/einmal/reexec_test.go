package main

import (
	"bufio"
	"bytes"
	"os/exec"
	"testing"
)

// TestTheServerStartsOverBeforeNearlyAllElse: the order of initialization is Go's, and another
// release may have another.
func TestTheServerStartsOverBeforeNearlyAllElse(t *testing.T) {
	command, _, said := startTraced(t, "einmal")
	command.Process.Kill()
	command.Wait()
	for name, want := range map[string]int{"syscall": 2, "os": 1, "net": 1, "net/http": 1} {
		if got := bytes.Count(said.Bytes(), []byte("\ninit "+name+" @")); got != want {
			t.Errorf("%s was initialized %d times, want %d", name, got, want)
		}
	}
}

// startTraced starts a server that says on stderr, until its end, which packages it initializes;
// with the first line of its output.
func startTraced(t *testing.T, program string) (c *exec.Cmd, line string, said *bytes.Buffer) {
	t.Helper()
	c, said = exec.Command(program, "serve", "-listen", "127.0.0.1:0", "-data", t.TempDir()),
		&bytes.Buffer{}
	c.Env = []string{"GODEBUG=inittrace=1"}
	c.Stderr = said
	stdout, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	if line, err = bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatalf("it did not start: %v", err)
	}
	return c, line, said
}
