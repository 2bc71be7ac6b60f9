package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// CPUTime is the processor time of all threads of a process so far (proc(5), schedstat; where the
// kernel does not count that, utime and stime in stat, in hundredths of a second).
func CPUTime(pid int) (total time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, thread := range threads {
		text, _ := os.ReadFile(thread)
		if words := strings.Fields(string(text)); len(words) > 0 {
			ns, _ := strconv.ParseInt(words[0], 10, 64)
			total += time.Duration(ns)
		}
	}
	if total > 0 {
		return total
	}
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return statTime(string(text))
}

// statTime reads utime and stime, the 14th and 15th field; the second, a name, may hold anything.
func statTime(stat string) time.Duration {
	words := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(words) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(words[11], 10, 64)
	system, _ := strconv.ParseInt(words[12], 10, 64)
	return time.Duration(user+system) * (time.Second / 100)
}

// ResidentBytes is the memory of a process (proc(5), VmRSS).
func ResidentBytes(pid int) (float64, error) {
	kib, err := kibibytes(fmt.Sprintf("/proc/%d/status", pid), "VmRSS:")
	return kib * 1024, err
}

// kibibytes reads a line such as "VmRSS:  1234 kB" (proc(5)).
func kibibytes(path, name string) (float64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), name)
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0, errors.New(path + " has no " + name)
	}
	return strconv.ParseFloat(words[0], 64)
}
