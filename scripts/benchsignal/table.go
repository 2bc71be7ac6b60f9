//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// printTable prints the medians of each server.
func printTable(s settings, results map[string][]result) {
	fmt.Printf("\n%d sockets in rooms of %d, %d frames of 2 kB at %d a second, median of %d "+
		"rounds\n\n",
		s.sockets, perRoom, s.frames, s.rate, s.rounds)
	fmt.Println("| server | KiB/socket | of it heap | stacks | idle CPU s/min | CPU s/100,000 " +
		"frames | p50 ms | p99 ms | lost |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, name := range s.servers {
		of := func(figure func(result) float64) float64 { return medianOf(results[name], figure) }
		kib := func(value float64) string {
			if value == 0 {
				return "–"
			}
			return fmt.Sprintf("%.1f", value/1024)
		}
		fmt.Printf("| %s | %s | %s | %s | %.2f | %.2f | %.2f | %.2f | %.0f |\n", name,
			kib(of(resultRSS)), kib(of(func(r result) float64 { return r.heap })),
			kib(of(func(r result) float64 { return r.stacks })),
			of(func(r result) float64 { return r.idleCPU }),
			of(resultCPU), of(func(r result) float64 { return r.p50 }),
			of(func(r result) float64 { return r.p99 }),
			of(func(r result) float64 { return float64(r.lost) }))
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

// machine describes where the figures come from.
func machine() string {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	cpus, _ := os.ReadFile("/proc/cpuinfo")
	_, model, _ := strings.Cut(string(cpus), "model name\t: ")
	model, _, _ = strings.Cut(model, "\n")
	return fmt.Sprintf("%d × %s, Linux %s, %s", strings.Count(string(cpus), "model name\t: "),
		model,
		strings.TrimSpace(string(kernel)), runtime.Version())
}
