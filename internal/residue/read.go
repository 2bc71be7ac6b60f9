package residue

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// blockSize is how much is read at a time.
const blockSize = 4 << 20

// Searched says how much was looked at.
type Searched struct {
	Places int    `json:"places"` // files, or areas of memory
	Bytes  int64  `json:"bytes"`
	Finds  []Find `json:"finds"`
}

// SearchTree searches all files below dir, their names too.
func (s *Search) SearchTree(dir string) (Searched, error) {
	var all Searched
	found := tally{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // a file that has just gone
			return nil
		}
		if err != nil {
			return err
		}
		s.countPatterns([]byte(entry.Name()), len(entry.Name()), dir, found)
		if !entry.Type().IsRegular() {
			return nil
		}
		return s.searchFile(path, &all, found)
	})
	all.Finds = found.sortedFinds()
	return all, err
}

// SearchFiles searches each of the named files.
func (s *Search) SearchFiles(paths ...string) (Searched, error) {
	var all Searched
	found := tally{}
	for _, path := range paths {
		if err := s.searchFile(path, &all, found); err != nil {
			return all, err
		}
	}
	all.Finds = found.sortedFinds()
	return all, nil
}

func (s *Search) searchFile(path string, all *Searched, found tally) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := s.searchSection(f, 0, 1<<62, path, found)
	all.Places++
	all.Bytes += n
	return err
}

// searchSection searches from a place on until a limit or the end; blocks overlap by the longest
// pattern.
func (s *Search) searchSection(r io.ReaderAt, from, to int64, place string,
	found tally) (read int64, err error) {
	block := make([]byte, blockSize+s.longest)
	for at := from; at < to; at += blockSize {
		part := block[:min(int64(len(block)), to-at)]
		n, err := r.ReadAt(part, at)
		s.countPatterns(part[:n], min(n, blockSize), place, found)
		read += int64(min(n, blockSize))
		if err != nil && !errors.Is(err, io.EOF) {
			return read, err
		}
		if n <= blockSize {
			return read, nil
		}
	}
	return read, nil
}

// SearchMemory searches all that a process has in memory: heap, stacks, what it maps of files. That
// takes the rights of a debugger: the same user where the system allows it, or root.
func (s *Search) SearchMemory(pid int) (Searched, error) {
	var all Searched
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return all, err
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return all, err
	}
	defer memory.Close()
	found := tally{}
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var mode string
		words := strings.Fields(line)
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil ||
			mode[0] != 'r' || to < from || to-from > maxArea {
			continue
		}
		place := "memory"
		if len(words) > 5 {
			place = "memory: " + strings.Join(words[5:], " ")
		}
		if place == "memory: [vvar]" || place == "memory: [vsyscall]" ||
			strings.HasPrefix(place, "memory: [vvar_") {
			continue // the kernel's own; it cannot be read this way
		}
		n, err := s.searchSection(memory, from, to, place, found)
		if err != nil && n == 0 && to-from > 0 && !vanished(err) {
			return all, err
		}
		all.Places++
		all.Bytes += n
	}
	all.Finds = found.sortedFinds()
	if all.Bytes == 0 {
		return all, errors.New("no memory could be read")
	}
	return all, nil
}

// maxArea leaves out the shadow memory of a race detector, which maps terabytes and holds no data.
const maxArea = 8 << 30

// vanished: the area went away between the list and the read, or has no pages (EIO).
func vanished(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "input/output error")
}
