//go:build evil

// Evil is a lying server for the browser tests, in front of a real one. It does what its standard input says, one line each,
// and answers with one line of JSON: "play ATTACK", "learn LINK", "strike ATTACK", and "state", which just answers.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"

	"einmal/internal/evil"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	server := flag.String("server", "", "origin of the real server")
	public := flag.String("public", "", "what the real server takes for its origin")
	seed := flag.Uint64("seed", 1, "of the random choices")
	flag.Parse()
	s, err := evil.Start(*server, evil.Options{Listen: *listen, Public: *public, Rand: rand.New(rand.NewPCG(*seed, 0))})
	if err == nil {
		defer s.Close()
		err = obey(s, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// answer is the state after each command.
type answer struct {
	Error    string             `json:"error,omitempty"`
	Fired    int                `json:"fired"`
	Leaks    int                `json:"leaks"`
	Expected []evil.Expectation `json:"expected"`
}

// obey works off commands until there are no more.
func obey(s *evil.Server, in io.Reader, out io.Writer) error {
	answers := json.NewEncoder(out)
	for lines := bufio.NewScanner(in); lines.Scan(); {
		a := answer{}
		if err := perform(s, lines.Text()); err != nil {
			a.Error = err.Error()
		}
		a.Fired, a.Leaks, a.Expected = s.Fired(), s.Leaks(), s.Expected()
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
		attack, ok := evil.Named(argument)
		if !ok {
			return errors.New("there is no such attack")
		}
		if command == "play" {
			s.Play(attack)
		} else {
			s.Strike(attack)
		}
	case "learn":
		return s.Learn(argument)
	case "state":
	default:
		return errors.New("there is no such command")
	}
	return nil
}
