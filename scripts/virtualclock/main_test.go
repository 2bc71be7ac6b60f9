package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestTheWallClockIsAheadAndNothingElse, in a program that knows nothing of it.
func TestTheWallClockIsAheadAndNothingElse(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a part of the standard library")
	}
	dir := t.TempDir()
	overlay, err := writeOverlay(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "now")
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", program,
		"./testdata/main.go").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for days, text := range map[int64]string{0: "", 20: "1728000"} {
		command := exec.Command(program)
		command.Env = append(os.Environ(), "EINMAL_TEST_OFFSET="+text)
		out, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		var seconds, measured, between int64
		if _, err := fmt.Sscan(string(out), &seconds, &measured, &between); err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		ahead := seconds - time.Now().Unix()
		if want := days * 86_400; ahead > want || ahead < want-60 {
			t.Errorf("it is ahead by %d s, not %d", ahead, want)
		}
		if measured < 20 || measured > 10_000 || between > 10_000 {
			t.Errorf("a pause of 20 ms took %d ms, by the wall clock %d", measured, between)
		}
	}
}

func TestAnotherTimeNowIsNotGuessedAt(t *testing.T) {
	if _, err := shiftNow([]byte("func Now() Time {\n\treturn somethingElse()\n}\n")); err == nil {
		t.Error("it shifts what it does not know")
	}
}
