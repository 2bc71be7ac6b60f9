//go:build linux

// Command benchsignal measures signalling at scale: the memory and the processor time of very many
// idle sockets, and of frames that are relayed between them. It runs the real server program, the
// hub alone (which can tell its heap) and, as the floor, a bare relay on the same WebSocket
// library, each as a child process that is measured from outside. Rounds are interleaved, so that
// whatever else the machine does affects all of them alike.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// settings are what the command line says.
type settings struct {
	program string
	servers []string
	sockets int
	frames  int
	rate    int // frames a second
	rounds  int
	idle    time.Duration
}

// perRoom is a host and three who wait. A call has two to six people.
const perRoom = 4

func main() {
	if len(os.Args) >= 3 && os.Args[1] == "serve" {
		exitWith(serveChild(os.Args[2], os.Args[3:]))
	}
	var s settings
	servers := flag.String("servers", "einmal,bare,einmal-tls,bare-tls",
		"which servers, of these and hub")
	flag.StringVar(&s.program, "program", "bin/einmal", "the server program")
	flag.IntVar(&s.sockets, "sockets", 10000, "how many sockets join; a multiple of 4")
	flag.IntVar(&s.frames, "frames", 40000, "how many frames of 2 kB are relayed")
	flag.IntVar(&s.rate, "rate", 4000, "how many of them a second")
	flag.IntVar(&s.rounds, "rounds", 5, "how often each server is measured")
	flag.DurationVar(&s.idle, "idle", 5*time.Second, "how long nobody says anything")
	attacked := flag.Bool("abuse", false, "instead, -sockets attackers of each kind for as long "+
		"as -idle says, and what calls notice of them")
	flag.Parse()
	s.servers = strings.Split(*servers, ",")
	if s.sockets < perRoom || s.sockets%perRoom != 0 || s.frames < 1 || s.rate < 1 ||
		s.rounds < 1 || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "benchsignal: these numbers make no sense; -h explains them")
		os.Exit(2)
	}
	if *attacked {
		exitWith(measureAbuse(s))
	}
	exitWith(compare(s))
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchsignal:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// compare measures all servers in turn and prints the medians, last those of the real server beside
// what they should be.
func compare(s settings) error {
	fmt.Println(machine())
	one, err := measureStart(s)
	if err != nil {
		return err
	}
	results := make(map[string][]result)
	for round := range s.rounds {
		for _, name := range s.servers {
			r, err := measure(name, s)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			results[name] = append(results[name], r)
			fmt.Fprintf(os.Stderr, "round %d, %s: %+v\n", round+1, name, r)
		}
	}
	printTable(s, results)
	printTargets(one, results)
	return nil
}
