package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"einmal/internal/residue"
)

// buildProgram builds what is shipped, and says where it is.
func buildProgram(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	build := exec.Command("../../scripts/build", "-o", folder+"/", "./cmd/einmal")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("scripts/build: %v\n%s", err, out)
	}
	return filepath.Join(folder, "einmal")
}

// maxProgram is what the program may weigh, in MiB, on amd64 and with its client. Whoever needs
// more says for what, in docs/benchmarks.md.
const maxProgram = 14.4

// TestTheProgramIsSmallAndNeedNotStartOver: what is shipped has the settings of internal/reexec
// from the start, and they work: the runtime overwrites what it frees.
func TestTheProgramIsSmallAndNeedNotStartOver(t *testing.T) {
	program := buildProgram(t)
	if info, err := os.Stat(program); err != nil {
		t.Error(err)
	} else if size := float64(info.Size()) / (1 << 20); size > maxProgram &&
		runtime.GOARCH == "amd64" {
		t.Errorf("the program is %.2f MiB, more than %.1f", size, maxProgram)
	}
	command, line, said := startTraced(t, program)
	// Some MB of garbage, so that it is collected.
	_, address, _ := strings.Cut(strings.TrimSpace(line), ": ")
	for range 1000 {
		answer, err := http.Get(address + "/about.json")
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	overwritten := bytes.Repeat([]byte{0xef, 0xbe, 0xad, 0xde}, 8) // by the runtime's clobberfree
	memory, err := residue.NewSearch([]residue.Marker{{Name: "freed", Value: overwritten}}).
		SearchMemory(command.Process.Pid)
	if os.IsPermission(err) {
		t.Skip("this machine lets nobody look into the memory of a program: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(memory.Finds) == 0 {
		t.Error("nothing in its memory was overwritten when it was freed")
	}
	command.Process.Kill()
	command.Wait()
	if got := bytes.Count(said.Bytes(), []byte("\ninit syscall @")); got != 1 {
		t.Errorf("syscall was initialized %d times, want 1", got)
	}
}
