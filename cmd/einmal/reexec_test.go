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
	var stderr bytes.Buffer
	command := exec.Command("einmal", "serve", "-listen", "127.0.0.1:0",
		"-data", t.TempDir())
	// has the runtime say which packages it initializes
	command.Env = []string{"GODEBUG=inittrace=1"}
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_, err = bufio.NewReader(stdout).ReadString('\n')
	command.Process.Kill()
	command.Wait()
	if err != nil {
		t.Fatalf("it did not start: %s", stderr.String())
	}
	for name, want := range map[string]int{"syscall": 2, "os": 1, "net": 1, "net/http": 1} {
		if got := bytes.Count(stderr.Bytes(), []byte("\ninit "+name+" @")); got != want {
			t.Errorf("%s was initialized %d times, want %d", name, got, want)
		}
	}
}
