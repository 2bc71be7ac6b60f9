package main

import "syscall"

// forbidCoreDumps: a dump would put on disk what is in memory. The process stays readable for its
// own user, who could as well replace the program, so that the erase audit can be run without being
// root.
func forbidCoreDumps() error {
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
