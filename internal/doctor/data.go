package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"einmal/internal/config"
	"einmal/internal/creators"
	"einmal/rooms"
)

// checkOperator looks for blanks in the notice, and whether the server can read who runs it.
func checkOperator(_ context.Context, e *examination) []Finding {
	var all []Finding
	if missing := e.config.Facts(e.public).Missing(); len(missing) > 0 {
		all = append(all, found("operator-incomplete", "keys", strings.Join(missing, ", ")))
	}
	if file := e.path("etc/einmal/operator.conf"); !e.server().mayRead(file) {
		all = append(all, found("operator-forbidden", "file", file, "user", e.server().String()))
	}
	return all
}

// checkCreators looks whether anybody can create a room.
func checkCreators(_ context.Context, e *examination) []Finding {
	switch {
	case !e.config.MayCreate(e.public):
		return []Finding{found("nobody-creates")}
	case e.config.CreateMode != config.CreateWithToken:
		return nil
	}
	// what cannot be read is for checkData to find
	if labels, err := creators.Open(e.config.DataDir).Labels(); err == nil && len(labels) == 0 {
		return []Finding{found("nobody-creates")}
	}
	return nil
}

// checkData looks at the data directory: who may read it, and whether the rooms can be opened.
func checkData(_ context.Context, e *examination) (all []Finding) {
	dir := e.config.DataDir
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist): // the server makes it
		return nil
	case err != nil || !info.IsDir():
		return []Finding{found("data-unusable", "dir", dir)}
	}
	if info.Mode().Perm()&0o077 != 0 {
		all = append(all, found("data-open", "dir", dir, "mode", modeOf(info)))
	}
	if strange := e.filesOfOthers(dir); len(strange) > 0 {
		all = append(all, found("data-forbidden", "dir", dir, "files", strings.Join(strange, ", "),
			"user", e.server().String()))
	}
	if !e.runs && !e.config.InMemory {
		all = append(all, e.checkRooms(dir)...)
	}
	return all
}

// filesOfOthers are files that the server's user may not read.
func (e *examination) filesOfOthers(dir string) (names []string) {
	user := e.server()
	// what may not be read is not this user's business
	_ = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return nil
		}
		if !user.mayRead(path) {
			if name, err := filepath.Rel(dir, path); err == nil {
				names = append(names, name)
			}
		}
		return nil
	})
	return names
}

// checkRooms opens the rooms of a server that does not run. It makes none where none are.
func (e *examination) checkRooms(dir string) []Finding {
	if info, err := os.Stat(filepath.Join(dir, rooms.FileName)); err != nil || info.Size() == 0 {
		return nil
	}
	store, err := rooms.Open(dir)
	switch {
	case errors.Is(err, rooms.ErrLocked):
		return []Finding{found("database-locked", "dir", dir)}
	case errors.Is(err, rooms.ErrCorrupt):
		return []Finding{found("database-corrupt", "dir", dir)}
	case err != nil:
		return []Finding{found("data-unusable", "dir", dir)}
	}
	defer store.Close()
	if ahead, n := store.ClockLeap(time.Now()); n > 0 {
		return []Finding{found("clock-ahead", "days", strconv.Itoa(int(ahead/day)),
			"rooms", strconv.Itoa(n))}
	}
	return nil
}
