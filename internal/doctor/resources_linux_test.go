package doctor

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// setLimit changes a limit of a process (prlimit(2)).
func setLimit(t *testing.T, resource int, value uint64) func(pid int) {
	return func(pid int) {
		t.Helper()
		limit := unix.Rlimit{Cur: value, Max: value}
		if err := unix.Prlimit(pid, resource, &limit, nil); err != nil {
			t.Skipf("SKIPPED: the limit of a process cannot be raised here: %v", err)
		}
	}
}

var processFaults = []fault{
	{"descriptors-few", "the server's process may open 256 files", func(t *testing.T) []Finding {
		return examineProcess(t, setLimit(t, unix.RLIMIT_NOFILE, 256))
	}},
	{"disk-full", "the data directory is on a file system of 1 MB", func(t *testing.T) []Finding {
		if os.Geteuid() != 0 {
			t.Skip("SKIPPED: only root can mount")
		}
		dir := t.TempDir()
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
			t.Skipf("SKIPPED: nothing can be mounted here: %v", err)
		}
		defer unix.Unmount(dir, 0)
		return examine(t, checkDisk, wellMachine(t), "-data", dir)
	}},
}
