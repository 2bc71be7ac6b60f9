//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
)

// printTable prints the median of all rounds; for the processor time also the spread and the ratio
// to coturn's median.
func printTable(s scenario) {
	rate, by := 200*s.allocations, ""
	switch {
	case s.tool:
		rate, by = 50*s.allocations, ", turnutils_uclient -y"
	case s.allocations > 200:
		rate /= 5
	}
	fmt.Printf("\n### %s, %d allocations, %.1f kpps%s, %d rounds of %v\n\n", s.transport,
		s.allocations, float64(rate)/1000, by, s.rounds, s.length)
	fmt.Println("| server | CPU µs/packet | spread | × coturn | p50 µs | p99 µs | loss % | " +
		"KB/allocation | idle KB |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	cpu := func(r result) float64 { return r.cpu }
	cell := func(name, format string, get func(result) float64) string {
		if value := median(s.sortedFigures(name, get)); value != 0 || format == "%.2f" {
			return fmt.Sprintf(format, value)
		}
		return "–" // coturn's tool does not measure it
	}
	for _, name := range s.servers {
		all := s.sortedFigures(name, cpu)
		ratio := "–"
		if reference := s.sortedFigures("coturn", cpu); len(reference) > 0 {
			ratio = fmt.Sprintf("%.2f", median(all)/median(reference))
		}
		fmt.Printf("| %s | %.1f | %.1f–%.1f | %s | %s | %s | %s | %s | %s |\n", name, median(all),
			all[0], all[len(all)-1], ratio,
			cell(name, "%.0f", func(r result) float64 { return r.p50 }),
			cell(name, "%.0f", func(r result) float64 { return r.p99 }),
			cell(name, "%.2f", func(r result) float64 { return 100 * r.loss }),
			cell(name, "%.1f", func(r result) float64 { return r.each }),
			cell(name, "%.0f", func(r result) float64 { return float64(r.idle) }))
	}
}

// median of sorted values.
func median(sorted []float64) float64 {
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

// versions says what is compared.
func versions() string {
	coturn, _ := exec.Command("turnserver", "--version").CombinedOutput()
	words := strings.Fields(string(coturn))
	pion := "pion/turn"
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, module := range build.Deps {
			if strings.Contains(module.Path, "pion/turn") {
				pion += " " + module.Version
			}
		}
	}
	if len(words) == 0 {
		return pion
	}
	return pion + ", coturn " + words[len(words)-1]
}

// machine describes where the figures come from.
func machine() string {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	cpus, _ := os.ReadFile("/proc/cpuinfo")
	_, model, _ := strings.Cut(string(cpus), "model name\t: ")
	model, _, _ = strings.Cut(model, "\n")
	return fmt.Sprintf("%d × %s, Linux %s, %s", strings.Count(string(cpus), "model name\t: "),
		model, strings.TrimSpace(string(kernel)), runtime.Version())
}
