package doctor

import (
	"io/fs"
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
		return m.account(s.Uid, s.Gid)
	}
	return user{}
}

// mayRead goes by owner, group and mode alone.
func (u user) mayRead(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case !ok || u.uid == 0:
		return true
	case s.Uid == u.uid:
		return mode&0o400 != 0
	case slices.Contains(u.groups, s.Gid):
		return mode&0o040 != 0
	}
	return mode&0o004 != 0
}
