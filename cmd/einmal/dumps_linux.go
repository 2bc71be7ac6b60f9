package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// memorySettings of the runtime (package runtime, environment variables), which reads them at the start of a process and never
// again. clobberfree overwrites every object when the garbage collector frees it. asyncpreemptoff sends no signals to running
// goroutines: a signal leaves all vector registers, and what was just being copied in them, on the signal stack. The price is
// that a loop without calls would hold up the others; the server has none.
const memorySettings = "clobberfree=1,asyncpreemptoff=1"

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
		err = os.Setenv("GODEBUG", set+memorySettings)
	}
	if err == nil {
		err = syscall.Exec(program, os.Args, os.Environ())
	}
	return fmt.Errorf("restart with GODEBUG=%s: %w", memorySettings, err)
}

// forbidCoreDumps: a dump would put on disk what is in memory. The process stays readable for its own user, who could as
// well replace the program, so that the erase audit can be run without being root.
func forbidCoreDumps() error {
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
