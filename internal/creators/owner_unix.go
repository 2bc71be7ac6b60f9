//go:build unix

package creators

import (
	"os"
	"path/filepath"
	"syscall"
)

// giveToOwner lets whoever has the directory read a file in it that root has written: the server
// runs as another user, and would know no creator any more.
func giveToOwner(file *os.File) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(filepath.Dir(file.Name()))
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return file.Chown(int(owner.Uid), int(owner.Gid))
}
