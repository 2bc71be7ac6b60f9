//go:build linux

package main

import (
	"fmt"
	"os"
	"time"
)

// single is what a server takes that nobody uses yet.
type single struct {
	page    float64 // ms from the start of the process to the first page, of a new data directory
	memory  float64 // bytes resident, a second later
	program float64 // bytes of the file, with its client
}

// measureStart starts the server once a round, at least five times, and returns the medians.
func measureStart(s settings) (one single, err error) {
	info, err := os.Stat(s.program)
	if err != nil {
		return one, fmt.Errorf("the server program is missing, run make build: %w", err)
	}
	var pages, memory []float64
	for range max(5, s.rounds) {
		c, err := startServer("einmal", s)
		if err != nil {
			return one, err
		}
		time.Sleep(time.Second)
		rss, err := c.residentBytes()
		c.stopServer()
		if err != nil {
			return one, err
		}
		pages, memory = append(pages, milliseconds(c.started)), append(memory, rss)
	}
	return single{median(pages), median(memory), float64(info.Size())}, nil
}

// printTargets compares the medians of the real server with their limits. It leaves out what was
// not measured.
func printTargets(one single, all map[string][]result) {
	fmt.Print("\n| the server | measured | at most | |\n|---|---|---|---|\n")
	row := func(what, unit string, measured, target float64) {
		verdict := "reached"
		if measured > target {
			verdict = "**not reached**"
		}
		fmt.Printf("| %s | %.1f %s | %.0f | %s |\n", what, measured, unit, target, verdict)
	}
	row("from start to the first page", "ms", one.page, 25)
	row("memory of an idle server", "MB", one.memory/(1<<20), 15)
	row("program with its client", "MB", one.program/(1<<20), 13)
	for _, line := range []struct {
		what, server  string
		socket, frame float64
	}{{"", "einmal", 12, 3}, {" with TLS", "einmal-tls", 28, 0}} {
		mine, bare := all[line.server], all["bare"+line.server[len("einmal"):]]
		if mine == nil {
			continue
		}
		row("memory of a socket"+line.what, "KiB", medianOf(mine, resultRSS)/1024, line.socket)
		cpu := medianOf(mine, resultCPU)
		if line.frame > 0 {
			row("processor time for 100,000 frames of 2 kB", "s", cpu, line.frame)
		} else {
			fmt.Printf("| the same%s | %.1f s | | |\n", line.what, cpu)
		}
		if bare != nil {
			fmt.Printf("| × the bare relay's%s | %.2f | | |\n", line.what,
				cpu/medianOf(bare, resultCPU))
		}
		fmt.Printf("| from sender to receiver%s, p50 and p99 | %.2f and %.2f ms | | |\n", line.what,
			medianOf(mine, func(r result) float64 { return r.p50 }),
			medianOf(mine, func(r result) float64 { return r.p99 }))
	}
}

func resultRSS(r result) float64 { return r.rss }
func resultCPU(r result) float64 { return r.frameCPU }

func medianOf(results []result, figure func(result) float64) float64 {
	var values []float64
	for _, r := range results {
		values = append(values, figure(r))
	}
	return median(values)
}
