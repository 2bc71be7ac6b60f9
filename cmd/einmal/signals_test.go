package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestNoSignalComesForABrokenConnection asks the kernel: a handler of Go's that does nothing would
// not be enough.
func TestNoSignalComesForABrokenConnection(t *testing.T) {
	p := startProgram(t, t.TempDir())
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, ignored, _ := strings.Cut(string(status), "SigIgn:")
	var mask uint64
	if _, err := fmt.Sscanf(ignored, "%x", &mask); err != nil {
		t.Fatal(err)
	}
	if mask&(1<<(syscall.SIGPIPE-1)) == 0 {
		t.Errorf("SIGPIPE is delivered; ignored is %#x", mask)
	}
}
