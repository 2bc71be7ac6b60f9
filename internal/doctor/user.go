package doctor

import (
	"os"
	"strconv"
	"strings"
)

// server is the user that the server runs as: the one who has its data.
func (e *examination) server() user {
	if e.pid != 0 {
		if info, err := os.Stat(e.path("proc", strconv.Itoa(e.pid))); err == nil {
			return e.ownerOf(info)
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
func (m Machine) account(uid, gid uint32) user {
	u := user{uid: uid, groups: []uint32{gid}}
	for _, line := range m.lines("etc/passwd") {
		f := strings.Split(line, ":")
		if len(f) > 2 && f[2] == strconv.Itoa(int(uid)) {
			u.name = f[0]
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
