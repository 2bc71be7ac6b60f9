package server

import "syscall"

// descriptors is how many files this process may have open. Go has raised the limit to what is
// allowed.
func descriptors() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return usualDescriptors
	}
	return int(min(limit.Cur, mostOpen+kept)) //nolint:gosec // a small number
}
