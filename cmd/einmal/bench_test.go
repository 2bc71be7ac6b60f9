package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"einmal/internal/bench"
)

// TestBenchMeasuresAServerOfItsOwn for a moment. What the environment says of another server is
// not for this one, and nothing stays behind.
func TestBenchMeasuresAServerOfItsOwn(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: this needs the /proc of Linux")
	}
	dir := t.TempDir()
	command := exec.Command("einmal", "bench", "-duration", "300ms", "-json")
	command.Env = append(os.Environ(), "TMPDIR="+dir, "EINMAL_LISTEN=nowhere",
		"EINMAL_QUOTA_TOTAL=1")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var r bench.Report
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m := r.Measured
	if m.Calls < 50 || m.Packets < 100 || m.PacketsLost < 0 || min(m.Seconds, m.SetUpMillis,
		m.SocketBytes, m.WaitingMillis, m.AllocationBytes, m.PacketMicros, r.Machine.MemoryBytes) <= 0 {
		t.Errorf("measured: %s", out)
	}
	for _, c := range r.Reckoned.Calls {
		if c.Carried < 1 || c.Carried != min(c.ByProcessor, c.ByMemory, c.ByOpenFiles, c.ByQuotas) ||
			c.AllMegabits < c.Megabits {
			t.Errorf("reckoned: %+v", c)
		}
	}
	if len(r.Reckoned.Calls) != 2 || min(r.Reckoned.SetUps, r.Reckoned.Waiting) < 1 {
		t.Errorf("reckoned: %s", out)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v behind, %v", left, err)
	}
}
