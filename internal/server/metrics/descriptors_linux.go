package metrics

import (
	"math"
	"os"
	"syscall"
)

// countDescriptors looks at those of this process, in /proc.
func countDescriptors() (open, limit int, ok bool) {
	list, err := os.Open("/proc/self/fd")
	if err != nil {
		return 0, 0, false
	}
	defer list.Close()
	names, err := list.Readdirnames(-1)
	var most syscall.Rlimit
	if err != nil || syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most) != nil {
		return 0, 0, false
	}
	return len(names) - 1, int(min(most.Cur, math.MaxInt32)), true // less the list itself
}
