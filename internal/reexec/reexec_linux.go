package reexec

import "syscall"

// memorySettings of the runtime (package runtime, environment variables), which reads them at the
// start of a process and never again. clobberfree overwrites every object when the garbage
// collector frees it. asyncpreemptoff sends no signals to running goroutines: a signal leaves all
// vector registers, and what was just being copied in them, on the signal stack. The price is that
// a loop without calls would hold up the others; the server has none.
const memorySettings = "clobberfree=1,asyncpreemptoff=1"

// linked are the settings that scripts/build has given the program from the start, so that nothing
// has to be done twice. Any other build, such as `go install`, has none.
var linked string

// restart starts `einmal serve` again, in the same process (execve), unless it has these settings
// already or whoever started it has decided about them. It returns only if nothing was to be done,
// or if that failed.
func restart() error {
	args, err := arguments()
	if err != nil {
		return failure("read the arguments: " + err.Error())
	}
	if len(args) < 2 || args[1] != "serve" {
		return nil
	}
	set, _ := syscall.Getenv("GODEBUG")
	if contains(set, "clobberfree=") {
		return nil
	}
	if linked == memorySettings && !contains(set, "asyncpreemptoff=") {
		return nil
	}
	if set != "" {
		set += ","
	}
	var path [4096]byte
	n, err := syscall.Readlink("/proc/self/exe", path[:])
	if err == nil {
		err = syscall.Setenv("GODEBUG", set+memorySettings)
	}
	if err == nil {
		err = syscall.Exec(string(path[:n]), args, syscall.Environ())
	}
	return failure("restart with GODEBUG=" + memorySettings + ": " + err.Error())
}

// arguments are those of the process. Those of package os are not there yet.
func arguments() (args []string, err error) {
	file, err := syscall.Open("/proc/self/cmdline", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(file)
	var all []byte
	for {
		var some [1024]byte
		n, err := syscall.Read(file, some[:])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break
		}
		all = append(all, some[:n]...)
	}
	for begin, i := 0, 0; i < len(all); i++ {
		if all[i] == 0 { // ends each of them
			args = append(args, string(all[begin:i]))
			begin = i + 1
		}
	}
	return args, nil
}

// contains is strings.Contains, which is not there yet either.
func contains(s, part string) bool {
	for i := range len(s) - len(part) + 1 {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

type failure string

func (f failure) Error() string { return string(f) }
