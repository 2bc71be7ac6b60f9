package doctor

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	fewDescriptors = 4096      // each connection takes one
	littleMemory   = 64 << 10  // KiB that are left; the server takes 15 MiB, and 20 KiB a connection
	littleDisk     = 100 << 20 // bytes that are left; a room takes 250
)

// checkDisk looks for room for rooms.
func checkDisk(_ context.Context, e *examination) []Finding {
	if e.config.InMemory {
		return nil
	}
	dir := e.config.DataDir
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	if free, known := freeBytes(dir); known && free < littleDisk {
		return []Finding{found("disk-full", "dir", dir,
			"free", strconv.FormatUint(free>>20, 10))}
	}
	return nil
}

// checkDescriptors looks at the limits of the process (proc(5)) or, if there is none, of the unit.
func checkDescriptors(_ context.Context, e *examination) (all []Finding) {
	limit, known := parseLimit(e.limitOf("Max open files"))
	if !known {
		unit := e.unit()
		if words := unit["LimitNOFILE"]; len(words) > 0 {
			soft, _, _ := strings.Cut(words[len(words)-1], ":")
			limit, known = parseLimit(soft)
		}
	}
	if known && limit < fewDescriptors {
		all = append(all, found("descriptors-few", "limit", strconv.FormatUint(limit, 10),
			"wanted", "65536"))
	}
	if core, known := parseLimit(e.limitOf("Max core file size")); known && core > 0 {
		all = append(all, found("core-dumps"))
	}
	return all
}

// limitOf is a soft limit of the server's process.
func (e *examination) limitOf(name string) string {
	for _, line := range e.process("limits") {
		if rest, ok := strings.CutPrefix(line, name); ok {
			return strings.Fields(rest + " -")[0]
		}
	}
	return ""
}

func parseLimit(text string) (uint64, bool) {
	if text == "unlimited" || text == "infinity" {
		return math.MaxUint64, true
	}
	number, err := strconv.ParseUint(text, 10, 64)
	return number, err == nil
}

// checkMemory looks how much is left, and whether what is in it may go to a disk.
func checkMemory(_ context.Context, e *examination) (all []Finding) {
	for _, line := range e.lines("proc/meminfo") {
		if rest, ok := strings.CutPrefix(line, "MemAvailable:"); ok {
			left, known := parseLimit(strings.Fields(rest + " -")[0])
			if known && left < littleMemory {
				all = append(all, found("memory-small", "left",
					strconv.FormatUint(left>>10, 10)))
			}
		}
	}
	if e.mayBeSwapped() {
		all = append(all, found("swap-on"))
	}
	return all
}

// mayBeSwapped says whether there is swap that is no memory itself, and nothing that keeps the
// server out of it.
func (e *examination) mayBeSwapped() bool {
	areas := slices.DeleteFunc(e.lines("proc/swaps"), func(line string) bool {
		return !strings.HasPrefix(line, "/") || strings.HasPrefix(line, "/dev/zram")
	})
	if len(areas) == 0 {
		return false
	}
	for _, line := range e.process("cgroup") { // cgroups(7): 0::/system.slice/einmal.service
		if group, ok := strings.CutPrefix(line, "0::"); ok {
			most := e.lines("sys/fs/cgroup", group, "memory.swap.max")
			return len(most) != 1 || most[0] != "0"
		}
	}
	most := e.unit()["MemorySwapMax"]
	return len(most) == 0 || most[len(most)-1] != "0"
}
