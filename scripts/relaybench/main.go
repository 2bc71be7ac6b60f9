//go:build linux

// Command relaybench compares TURN relays side by side on this machine: ours, pion/turn with relay
// ports, coturn, and a bare forwarder as the floor. Rounds are interleaved, so that whatever else
// the machine does affects all of them alike.
//
// The servers run as child processes, each pinned to one core (the load stays on the others) and
// measured from outside: CPU time from the kernel's scheduler statistics, memory from VmRSS.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settings are what the command line says.
type settings struct {
	name        string // of the scenario
	program     string // einmal
	servers     []string
	transport   string
	core        string // for the server
	allocations int
	tool        bool // load with turnutils_uclient
	rounds      int
	length      time.Duration
}

// parseScenario reads a scenario: udp/20, or uclient-udp/20 with coturn's client.
func (s settings) parseScenario(text string) (settings, error) {
	s.name = text
	name, count, _ := strings.Cut(text, "/")
	s.transport, s.tool = strings.CutPrefix(name, "uclient-")
	var err error
	if s.allocations, err = strconv.Atoi(count); err != nil || s.allocations < 2 ||
		s.allocations%2 != 0 ||
		!slices.Contains([]string{"udp", "tcp", "tls"}, s.transport) {
		return s, fmt.Errorf("a scenario is udp, tcp or tls, a slash and an even number, perhaps "+
			"after uclient-; not %q", text)
	}
	if s.transport != "udp" || s.tool { // the floor forwards only datagrams of our own client
		s.servers = slices.DeleteFunc(slices.Clone(s.servers),
			func(name string) bool { return name == "floor" })
	}
	return s, nil
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		exitWith(serveChild(os.Args[2:]))
	}
	var s settings
	flag.StringVar(&s.program, "einmal", "bin/einmal", "the program")
	servers := flag.String("servers", "einmal,pion,coturn,floor", "which servers, of these")
	scenarios := flag.String("scenarios", "udp/20", "what to measure, such as udp/2, tls/200 or "+
		"uclient-tcp/20, with spaces between")
	flag.StringVar(&s.core, "core", "0", "the core on which servers run; the load should run on "+
		"others")
	flag.IntVar(&s.rounds, "rounds", 5, "how often each server is measured in each scenario")
	flag.DurationVar(&s.length, "length", 4*time.Second, "how long each measurement takes")
	flag.Parse()
	s.servers = strings.Split(*servers, ",")
	var all []settings
	for _, text := range strings.Fields(*scenarios) {
		one, err := s.parseScenario(text)
		if err != nil {
			exitWith(err)
		}
		all = append(all, one)
	}
	fmt.Printf("%s; %s\n", machine(), versions())
	var measured []scenario
	for _, one := range all {
		results, err := compare(one)
		if err != nil {
			exitWith(err)
		}
		measured = append(measured, scenario{one, results})
	}
	printMemory(measured)
	printTargets(measured)
	exitWith(nil)
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "relaybench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// attempts is more than one because a free port may be taken by the time a server opens it.
const attempts = 3

// compare measures one scenario and prints its table.
func compare(s settings) (map[string][]result, error) {
	results := make(map[string][]result)
	for range s.rounds {
		for _, name := range s.servers {
			r, err := measure(name, s)
			for i := 1; i < attempts && err != nil; i++ {
				r, err = measure(name, s)
			}
			if err != nil {
				return nil, fmt.Errorf("%s with %d allocations over %s: %w", name, s.allocations,
					s.transport, err)
			}
			results[name] = append(results[name], r)
		}
	}
	printTable(scenario{s, results})
	return results, nil
}

// measure starts a server, loads it once and stops it.
func measure(name string, s settings) (result, error) {
	c, err := startServer(name, s, s.allocations)
	if err != nil {
		return result{}, err
	}
	defer c.stopServer()
	if s.tool {
		return c.loadWithTool(s, s.allocations)
	}
	return c.measureLoad(s, s.allocations)
}
