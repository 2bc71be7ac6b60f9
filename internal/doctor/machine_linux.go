package doctor

import (
	"io/fs"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// clockState asks the kernel (adjtimex(2)).
func clockState() ClockState {
	var t unix.Timex
	if _, err := unix.Adjtimex(&t); err != nil {
		return clockUnknown
	}
	if t.Status&unix.STA_UNSYNC != 0 {
		return ClockLeft
	}
	return ClockKept
}

// freeBytes is what an ordinary user may still write below dir.
func freeBytes(dir string) (uint64, bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true //nolint:gosec // the kernel has no negative sizes
}

func (m Machine) ownerOf(info fs.FileInfo) user {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return m.account(s.Uid)
	}
	return user{}
}

// may goes by owner, group and mode: wanted is one of the bits of a mode for others. Where there is
// a list of users besides (acl(5)), somebody has thought of it.
func (u user) may(wanted fs.FileMode, path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return true // what is not there is no question of this
	}
	if n, err := unix.Getxattr(path, "system.posix_acl_access", nil); err == nil && n > 0 {
		return true
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case !ok || u.uid == 0:
		return true
	case s.Uid == u.uid:
		return mode&(wanted<<6) != 0
	case slices.Contains(u.groups, s.Gid):
		return mode&(wanted<<3) != 0
	}
	return mode&wanted != 0
}
