package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// memorySetting makes the runtime overwrite every object when the garbage collector frees it. It is read at the start of a
// process and never again (package runtime, environment variables).
const memorySetting = "clobberfree=1"

// overwriteFreed starts the program anew, in the same process, with freed memory being overwritten, unless it runs so
// already or whoever started it has decided about it. It returns only if nothing was to be done, or if that failed.
func overwriteFreed() error {
	set := os.Getenv("GODEBUG")
	if strings.Contains(set, "clobberfree=") {
		return nil
	}
	if set != "" {
		set += ","
	}
	program, err := os.Executable()
	if err == nil {
		err = os.Setenv("GODEBUG", set+memorySetting)
	}
	if err == nil {
		err = syscall.Exec(program, os.Args, os.Environ())
	}
	return fmt.Errorf("restart with GODEBUG=%s: %w", memorySetting, err)
}

// forbidCoreDumps: a dump would put on disk what is in memory. The process stays readable for its own user, who could as
// well replace the program, so that the erase audit can be run without being root.
func forbidCoreDumps() error {
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
