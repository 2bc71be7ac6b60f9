package doctor

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
	"einmal/internal/serverprocess"
)

// machineFaults are of the machine and its files.
var machineFaults = []fault{
	{"memory-small", "20 MB of memory are left", func(t *testing.T) []Finding {
		m := wellMachine(t)
		write(t, m.Root, "proc/meminfo", "MemTotal: 512000 kB\nMemAvailable: 20480 kB\n")
		return examine(t, checkMemory, m)
	}},
	{"core-dumps", "the limits of the process that has the server allow a core dump",
		func(t *testing.T) []Finding {
			m, data := wellMachine(t), t.TempDir()
			servertest.StartOn(t, data)
			write(t, m.Root, filepath.Join("proc", strconv.Itoa(os.Getpid()), "limits"),
				"Max core file size unlimited unlimited bytes\nMax open files 65536 65536 files\n")
			return examine(t, checkDescriptors, m, "-data", data)
		}},
	{"swap-on", "there is swap, and the unit does not forbid it", func(t *testing.T) []Finding {
		m := wellMachine(t)
		write(t, m.Root, "proc/swaps", "Filename Type\n/dev/sda2 partition 9 0 -2\n")
		if all := examine(t, checkMemory, m); len(all) > 0 {
			t.Errorf("the unit forbids it: %q", codesOf(all))
		}
		editUnit(t, m, "MemorySwapMax=0\n", "")
		return examine(t, checkMemory, m)
	}},
}

var unitFaults = []fault{
	{"unit-open", "the unit lacks ProtectSystem", func(t *testing.T) []Finding {
		m := wellMachine(t)
		editUnit(t, m, "ProtectSystem=strict\n", "")
		return examine(t, checkUnit, m)
	}},
	{"unit-open", "an addition to the unit takes a protection back",
		func(t *testing.T) []Finding {
			m := wellMachine(t)
			write(t, m.Root, "etc/systemd/system/einmal.service.d/mine.conf",
				"[Service]\nNoNewPrivileges=no\n")
			return examine(t, checkUnit, m)
		}},
	{"unit-failed", "systemd says that the unit has failed", func(t *testing.T) []Finding {
		return examine(t, checkUnit, with(wellMachine(t), func(m *Machine) {
			m.Systemctl = program(t, "echo failed")
		}))
	}},
	{"descriptors-few", "the unit allows 1024 files", func(t *testing.T) []Finding {
		m := wellMachine(t)
		editUnit(t, m, "LimitNOFILE=65536", "LimitNOFILE=1024:65536")
		return examine(t, checkDescriptors, m)
	}},
}

func editUnit(t *testing.T, m Machine, old, replacement string) {
	t.Helper()
	name := "usr/lib/systemd/system/einmal.service"
	text, err := os.ReadFile(filepath.Join(m.Root, name))
	if err != nil || strings.Count(string(text), old) != 1 {
		t.Fatalf("%q is not in the unit: %v", old, err)
	}
	write(t, m.Root, name, strings.Replace(string(text), old, replacement, 1))
}

// examineProcess looks at the real server's process, with the machine's own files in proc.
func examineProcess(t *testing.T, change func(pid int)) []Finding {
	t.Helper()
	if _, err := os.Stat("/proc/self/limits"); err != nil {
		t.Skip("SKIPPED: there is no /proc")
	}
	data := filepath.Join(t.TempDir(), "data")
	origin, process := serverprocess.Start(t, data)
	pid := process.Process.Pid
	change(pid)
	m := wellMachine(t)
	link(t, filepath.Join("/proc", strconv.Itoa(pid), "limits"), m.Root,
		filepath.Join("proc", strconv.Itoa(pid), "limits"))
	return examine(t, checkDescriptors, m, "-data", data, "-listen",
		strings.Replace(origin, "http://localhost", "127.0.0.1", 1))
}
