package doctor

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// server is the user that the server runs as: the one who has its data.
func (e *examination) server() user {
	for _, line := range e.process("status") { // Uid: real, effective, saved, of files
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Uid:" {
			if uid, err := strconv.ParseUint(f[1], 10, 32); err == nil {
				return e.account(uint32(uid))
			}
		}
	}
	info, err := os.Stat(e.config.DataDir)
	if err != nil {
		return user{}
	}
	return e.ownerOf(info)
}

// user is whoever has a process or a directory; the zero user may read everything, as root may.
type user struct {
	uid    uint32
	name   string
	groups []uint32
}

func (u user) String() string {
	if u.name == "" {
		return strconv.Itoa(int(u.uid))
	}
	return u.name
}

// account fills in what passwd(5) and group(5) say.
func (m Machine) account(uid uint32) user {
	u := user{uid: uid}
	for _, line := range m.lines("etc/passwd") {
		f := strings.Split(line, ":")
		if len(f) < 4 || f[2] != strconv.Itoa(int(uid)) {
			continue
		}
		u.name = f[0]
		if gid, err := strconv.ParseUint(f[3], 10, 32); err == nil {
			u.groups = append(u.groups, uint32(gid))
		}
	}
	for _, line := range m.lines("etc/group") {
		f := strings.Split(line, ":")
		if len(f) < 4 || u.name == "" {
			continue
		}
		for member := range strings.SplitSeq(f[3], ",") {
			if number, err := strconv.ParseUint(f[2], 10, 32); member == u.name && err == nil {
				u.groups = append(u.groups, uint32(number))
			}
		}
	}
	return u
}

// mayRead says whether the user gets to a file and may read it.
func (u user) mayRead(path string) bool {
	if u.uid == 0 {
		return true
	}
	const read, enter = 4, 1
	real, err := filepath.EvalSymlinks(path)
	if err != nil || !u.may(read, real) {
		return err != nil // what is not there is no question of this
	}
	for _, dir := range []string{filepath.Dir(path), filepath.Dir(real)} {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if !u.may(enter, dir) {
				return false
			}
		}
	}
	return true
}
