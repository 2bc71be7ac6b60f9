//go:build linux

// Command relaybench compares TURN relays side by side on this machine: ours, pion/turn with relay ports, coturn, and a bare
// forwarder as the floor. Rounds are interleaved, so that whatever else the machine does falls on all of them alike.
//
// The servers run as child processes, each pinned to one core (the load stays on the others) and measured from outside: CPU
// time from the kernel's scheduler statistics, memory from VmRSS.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// settings are what the command line says.
type settings struct {
	servers     []string
	transport   string
	core        string // for the server
	allocations []int
	rounds      int
	length      time.Duration
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		exit(serve(os.Args[2:]))
	}
	var s settings
	servers := flag.String("servers", "einmal,pion,coturn,floor", "which servers, of these")
	allocations := flag.String("allocations", "2,6,20,200,1000", "how many allocations, one scenario each")
	flag.StringVar(&s.transport, "transport", "udp", "udp, tcp or tls")
	flag.StringVar(&s.core, "core", "0", "the core on which servers run; the load should run on others")
	flag.IntVar(&s.rounds, "rounds", 5, "how often each server is measured in each scenario")
	flag.DurationVar(&s.length, "length", 4*time.Second, "how long each measurement takes")
	tool := flag.Bool("uclient", false, "load with coturn's turnutils_uclient -y instead of the load built in")
	flag.Parse()
	s.servers = strings.Split(*servers, ",")
	for _, text := range strings.Split(*allocations, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 2 || n%2 != 0 {
			fmt.Fprintln(os.Stderr, "relaybench: -allocations wants even numbers")
			os.Exit(2)
		}
		s.allocations = append(s.allocations, n)
	}
	exit(compare(s, *tool))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "relaybench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// compare runs all scenarios and prints a table for each.
func compare(s settings, tool bool) error {
	fmt.Println(machine())
	for _, n := range s.allocations {
		results := make(map[string][]result)
		for range s.rounds {
			for _, name := range s.servers {
				r, err := measure(name, s, n, tool)
				if err != nil {
					return fmt.Errorf("%s with %d allocations: %w", name, n, err)
				}
				results[name] = append(results[name], r)
			}
		}
		table(s, n, results)
	}
	return nil
}

// measure starts a server, loads it once and stops it.
func measure(name string, s settings, allocations int, tool bool) (result, error) {
	c, err := start(name, s, allocations)
	if err != nil {
		return result{}, err
	}
	defer c.stop()
	if tool {
		return c.loadWithTool(s, allocations)
	}
	return c.load(s, allocations)
}
