//go:build evil

// Command evil is a lying server for the browser tests, in front of a real one. It obeys lines on
// its standard input and answers each with one line of JSON: "play ATTACK", "learn LINK", "strike
// ATTACK", and "state", which only answers.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strings"

	"einmal/internal/evil"
)

func main() {
	seed := flag.Uint64("seed", 1, "of the random choices")
	flag.Parse()
	if err := serveCommands(*seed, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serveCommands first prints the origin at which people find it, and then reads the origin of the
// real server: that one must be told the first before it can start.
func serveCommands(seed uint64, in io.Reader, out io.Writer) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	public := fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	if _, err := fmt.Fprintln(out, public); err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	if !lines.Scan() {
		return listener.Close()
	}
	s, err := evil.Start(lines.Text(), evil.Options{Listener: listener, Public: public,
		Rand: rand.New(rand.NewPCG(seed, 0))})
	if err != nil {
		return err
	}
	defer s.Close()
	return obeyLines(s, lines, out)
}

// answer is the state after a line.
type answer struct {
	Error    string             `json:"error,omitempty"`
	Fired    int                `json:"fired"`
	Leaks    int                `json:"leaks"`
	Expected []evil.Expectation `json:"expected"`
}

// obeyLines obeys until the input ends.
func obeyLines(s *evil.Server, lines *bufio.Scanner, out io.Writer) error {
	answers := json.NewEncoder(out)
	for lines.Scan() {
		a := answer{}
		if err := perform(s, lines.Text()); err != nil {
			a.Error = err.Error()
		}
		a.Fired, a.Leaks, a.Expected = s.TimesFired(), s.TimesLeaked(), s.ExpectedAlarms()
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

func perform(s *evil.Server, line string) error {
	command, argument, _ := strings.Cut(line, " ")
	switch command {
	case "play", "strike":
		attack, ok := evil.AttackNamed(argument)
		if !ok {
			return errors.New("there is no such attack")
		}
		if command == "play" {
			s.PlayAttack(attack)
		} else {
			s.Strike(attack)
		}
	case "learn":
		return s.LearnLink(argument)
	case "state":
	default:
		return errors.New("there is no such command")
	}
	return nil
}
