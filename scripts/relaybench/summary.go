//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
)

// scenario is a measured scenario, with the results by server.
type scenario struct {
	settings
	results map[string][]result
}

// sortedFigures returns one figure of all rounds of a server, sorted.
func (s scenario) sortedFigures(server string, get func(result) float64) []float64 {
	var values []float64
	for _, r := range s.results[server] {
		values = append(values, get(r))
	}
	slices.Sort(values)
	return values
}

// totalKB is the resident memory of a server under load in KB.
func (s scenario) totalKB(server string) float64 {
	return median(s.sortedFigures(server,
		func(r result) float64 { return float64(r.idle) + r.each*float64(s.allocations) }))
}

// printMemory separates what a process takes as it warms up from what an allocation takes, which is
// the slope between two sizes.
func printMemory(all []scenario) {
	for _, transport := range []string{"udp", "tcp", "tls"} {
		var sizes []scenario
		for _, s := range all {
			if s.transport == transport && !s.tool {
				sizes = append(sizes, s)
			}
		}
		if len(sizes) < 2 {
			continue
		}
		slices.SortFunc(sizes, func(a, b scenario) int { return a.allocations - b.allocations })
		head := "| server | idle MB |"
		for _, s := range sizes {
			head += fmt.Sprintf(" %d: MB |", s.allocations)
		}
		for i, s := range sizes[1:] {
			head += fmt.Sprintf(" KB each, %d to %d |", sizes[i].allocations, s.allocations)
		}
		fmt.Printf("\n### memory over %s\n\n%s\n|%s\n", transport, head,
			strings.Repeat("---|", strings.Count(head, "|")-1))
		for _, server := range sizes[0].servers {
			idle := median(sizes[0].sortedFigures(server,
				func(r result) float64 { return float64(r.idle) }))
			row := fmt.Sprintf("| %s | %.1f |", server, idle/1024)
			for _, s := range sizes {
				row += fmt.Sprintf(" %.1f |", s.totalKB(server)/1024)
			}
			for i, s := range sizes[1:] {
				row += fmt.Sprintf(" %.1f |",
					(s.totalKB(
						server)-sizes[i].totalKB(
						server))/float64(s.allocations-sizes[i].allocations))
			}
			fmt.Println(row)
		}
	}
}

// targets are how much of coturn's processor time we may take; all of it over other transports and
// with coturn's client.
var targets = map[string]float64{"udp/2": 0.9, "udp/6": 0.8, "udp/20": 0.7, "udp/200": 0.4,
	"udp/1000": 0.5}

// printTargets compares what was measured with the targets.
func printTargets(all []scenario) {
	fmt.Println("\n### targets\n\n| scenario | CPU × coturn | target | KB/allocation, coturn's | " +
		"target: no more |\n|---|---|---|---|---|")
	reached := func(ok bool) string {
		if ok {
			return "reached"
		}
		return "**not reached**"
	}
	for _, s := range all {
		cpu := func(server string) float64 {
			return median(s.sortedFigures(server,
				func(r result) float64 { return r.cpu }))
		}
		each := func(server string) float64 {
			return median(s.sortedFigures(server,
				func(r result) float64 { return r.each }))
		}
		if len(s.results["einmal"]) == 0 || len(s.results["coturn"]) == 0 {
			continue
		}
		limit, ok := targets[s.name]
		if !ok {
			limit = 1
		}
		ratio := cpu("einmal") / cpu("coturn")
		memory := "– | –"
		if !s.tool { // which has gone by the time we look
			memory = fmt.Sprintf("%.1f, %.1f | %s", each("einmal"), each("coturn"),
				reached(each("einmal") <= each("coturn")))
		}
		fmt.Printf("| %s | %.2f | %.1f %s | %s |\n", s.name, ratio, limit, reached(ratio <= limit),
			memory)
	}
}
