//go:build unix

package creators

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestWhatRootAddsTheServerCanRead: the operator is root, the server is not.
func TestWhatRootAddsTheServerCanRead(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root gives files away")
	}
	const server = 65534
	dir := t.TempDir()
	if err := os.Chown(dir, server, server); err != nil {
		t.Fatal(err)
	}
	list := Open(dir)
	for _, label := range []string{"first", "second"} {
		if _, err := list.Add(label); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != server || owner.Gid != server ||
			info.Mode().Perm() != 0o600 {
			t.Errorf("%s: of %d:%d, %v", label, owner.Uid, owner.Gid, info.Mode())
		}
	}
}
