package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"einmal/internal/cli"
	"einmal/internal/residue"
)

// Places are where a server may keep something of a call.
type Places struct {
	data      string // a directory; empty: none
	serverKey []byte // nil: the server keeps rooms in memory
	logs      []string
	pid       int
}

// sightings are what one search of all places found.
type sightings struct{ data, logs, memory residue.Searched }

// FindPlaces finds what it is not told: the process by the database that it has open, and the files
// that it logs to. An empty data and a pid of 0 are not known; one of them must be.
func FindPlaces(data string, pid int, logs []string) (Places, error) {
	p := Places{pid: pid, logs: logs}
	if data != "" {
		if err := p.readData(data); err != nil {
			return p, err
		}
	}
	if err := syscall.Kill(p.pid, 0); errors.Is(err, syscall.ESRCH) {
		return p, cli.Problemf("no-server", "There is no process %d.", p.pid)
	}
	for _, fd := range []string{"1", "2"} {
		target, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", p.pid, fd))
		if info, statErr := os.Stat(target); err == nil && statErr == nil &&
			info.Mode().IsRegular() {
			p.logs = append(p.logs, target)
		}
	}
	return p, nil
}

// readData reads the server key and, if need be, finds the process.
func (p *Places) readData(data string) (err error) {
	if p.data, err = filepath.Abs(data); err != nil {
		return err
	}
	p.serverKey, err = os.ReadFile(filepath.Join(p.data, "server.key"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return cli.Problemf("data-unreadable", "The data in %s cannot be read: %v.", p.data, err)
	}
	if p.pid == 0 {
		if p.pid = findProcessWith(filepath.Join(p.data, "einmal.db")); p.pid == 0 {
			return cli.Problemf("no-server", "No process that this user may look at has "+
				"the database in %s open; say which with -pid.", p.data)
		}
	}
	return nil
}

// findProcessWith gives the process that has a file open; 0 if there is none.
func findProcessWith(path string) int {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is right
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == path {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(link))))
			return pid
		}
	}
	return 0
}

// roomKeys gives the keys of the rooms in the database: SHA-256(server key || room id).
func (p Places) roomKeys(calls []*heldCall) (all []residue.Marker) {
	if p.serverKey == nil {
		return nil
	}
	for _, c := range calls {
		for _, t := range c.host.Traces() {
			if t.Name == markerRoom {
				sum := sha256.Sum256(append(p.serverKey[:len(p.serverKey):len(p.serverKey)],
					t.Value...))
				all = append(all, residue.Marker{Name: markerKey, Value: sum[:]})
			}
		}
	}
	return all
}

func (p Places) searchPlaces(s *residue.Search) (l sightings, err error) {
	if p.data == "" {
		l.data.Finds = []residue.Find{}
	} else if l.data, err = s.SearchTree(p.data); err != nil {
		return l, cli.Problemf("data-unreadable", "The data in %s cannot be read: %v.", p.data, err)
	}
	if l.logs, err = s.SearchFiles(p.logs...); err != nil {
		return l, cli.Problemf("log-unreadable", "A log cannot be read: %v.", err)
	}
	if l.memory, err = s.SearchMemory(p.pid); err != nil {
		return l, cli.Problemf("memory-unreadable", "The memory of process %d cannot be "+
			"read (%v); run this as root.", p.pid, err)
	}
	return l, nil
}

// plantMark puts a mark into the data directory, searches for it, and removes it.
func (p Places) plantMark() (name string, finds []residue.Find, err error) {
	mark := make([]byte, 16)
	rand.Read(mark)
	// without a data directory this is one for temporary files
	f, err := os.CreateTemp(p.data, "erase-audit-*")
	if err != nil {
		return "", nil, cli.Problemf("data-unreadable",
			"Nothing can be written to %s: %v.", p.data, err)
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintf(f, "%x", mark)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", nil, err
	}
	name = "planted mark"
	s := residue.NewSearch([]residue.Marker{{Name: name, Value: mark}})
	var found residue.Searched
	if p.data == "" {
		found, err = s.SearchFiles(f.Name())
	} else {
		found, err = s.SearchTree(p.data)
	}
	return name, found.Finds, err
}
