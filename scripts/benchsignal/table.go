//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// startTable prints what a server takes that nobody uses yet.
func startTable(s settings) error {
	info, err := os.Stat(s.program)
	if err != nil {
		return fmt.Errorf("the server program is missing, run make build: %w", err)
	}
	var started, memory []float64
	for range max(5, s.rounds) {
		c, err := start("einmal", s)
		if err != nil {
			return err
		}
		time.Sleep(time.Second)
		rss, err := c.memory()
		c.stop()
		if err != nil {
			return err
		}
		started, memory = append(started, ms(c.started)), append(memory, rss/(1<<20))
	}
	fmt.Printf("\n| | median | target |\n|---|---|---|\n")
	fmt.Printf("| from start to the first page, ms | %.1f | 25 |\n", median(started))
	fmt.Printf("| memory of an idle server, MB | %.1f | 15 |\n", median(memory))
	fmt.Printf("| the program with its client, MB | %.1f | 15 |\n", float64(info.Size())/(1<<20))
	return nil
}

// table prints the medians.
func table(s settings, results map[string][]result) {
	fmt.Printf("\n%d sockets in rooms of %d, %d frames of 2 kB at %d a second, median of %d rounds\n\n",
		s.sockets, perRoom, s.frames, s.rate, s.rounds)
	fmt.Println("| server | KiB/socket | of it heap | stacks | idle CPU s/min | CPU s/100,000 frames | p50 ms | p99 ms | lost |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, name := range s.servers {
		of := func(get func(result) float64) float64 {
			var values []float64
			for _, r := range results[name] {
				values = append(values, get(r))
			}
			return median(values)
		}
		kib := func(value float64) string {
			if value == 0 {
				return "–"
			}
			return fmt.Sprintf("%.1f", value/1024)
		}
		fmt.Printf("| %s | %s | %s | %s | %.2f | %.2f | %.2f | %.2f | %.0f |\n", name,
			kib(of(func(r result) float64 { return r.rss })), kib(of(func(r result) float64 { return r.heap })),
			kib(of(func(r result) float64 { return r.stacks })), of(func(r result) float64 { return r.idleCPU }),
			of(func(r result) float64 { return r.frameCPU }), of(func(r result) float64 { return r.p50 }),
			of(func(r result) float64 { return r.p99 }), of(func(r result) float64 { return float64(r.lost) }))
	}
	fmt.Println("\nTargets: 12 KiB a socket, 28 KiB with TLS, 3 CPU-seconds for 100,000 frames without TLS.")
}

func median(values []float64) float64 {
	slices.Sort(values)
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

// machine says where the figures come from.
func machine() string {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	cpus, _ := os.ReadFile("/proc/cpuinfo")
	_, model, _ := strings.Cut(string(cpus), "model name\t: ")
	model, _, _ = strings.Cut(model, "\n")
	return fmt.Sprintf("%d × %s, Linux %s, %s", strings.Count(string(cpus), "model name\t: "), model,
		strings.TrimSpace(string(kernel)), runtime.Version())
}
