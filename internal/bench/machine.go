package bench

import (
	"os"
	"runtime"
	"strconv"
	"strings"

	"einmal/internal/server"
)

// What the unit of the package gives the server (packaging/systemd/einmal.service).
const (
	unitDescriptors = 65536   // LimitNOFILE
	unitMemory      = 1 << 30 // bytes, GOMEMLIMIT
)

// Machine is what a server could have of this one, as the service of the package runs it.
type Machine struct {
	Processors  int     `json:"processors"`
	Model       string  `json:"model"`
	MemoryBytes float64 `json:"memoryBytes"` // that are available, or as many as the unit allows
	Connections int     `json:"connections"` // that it accepts, by descriptors
}

func thisMachine() (Machine, error) {
	available, err := kibibytes("/proc/meminfo", "MemAvailable:")
	if err != nil {
		return Machine{}, err
	}
	cpus, _ := os.ReadFile("/proc/cpuinfo")
	_, model, _ := strings.Cut(string(cpus), "model name\t: ")
	model, _, _ = strings.Cut(model, "\n")
	return Machine{Processors: runtime.NumCPU(), Model: model,
		MemoryBytes: min(available*1024, unitMemory),
		Connections: server.MostConnections(unitDescriptors)}, nil
}

// openFiles is how many this process may have open (proc(5), limits), which the server inherits.
func openFiles() int {
	text, _ := os.ReadFile("/proc/self/limits")
	_, rest, _ := strings.Cut(string(text), "Max open files")
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0
	}
	n, err := strconv.Atoi(words[0])
	if err != nil { // unlimited
		return unitDescriptors
	}
	return n
}
