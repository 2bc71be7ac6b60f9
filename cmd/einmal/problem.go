package main

import (
	"errors"
	"fmt"
	"io"
	"syscall"

	"einmal/rooms"
	"einmal/webclient"
)

// problem is an error for people: a stable code that scripts may rely on, and a sentence.
type problem struct {
	code     string
	sentence string
}

func (p problem) Error() string { return p.code + ": " + p.sentence }

func usage(format string, args ...any) error {
	return problem{"usage", fmt.Sprintf(format, args...)}
}

// report writes what went wrong and returns the exit status.
func report(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	var p problem
	if !errors.As(err, &p) {
		p = problem{"internal", err.Error()}
	}
	fmt.Fprintf(w, "einmal: %v\n", p)
	switch p.code {
	case "usage", "public-url-insecure", "operator-data-missing", "operator-data-unusable":
		return 2
	}
	return 1
}

// storeProblem explains why the room store in dir did not open.
func storeProblem(dir string, err error) error {
	switch {
	case errors.Is(err, rooms.ErrLocked):
		return problem{"database-locked", fmt.Sprintf("Another process uses the data in %s; stop "+
			"it, or choose another directory with -data.", dir)}
	case errors.Is(err, rooms.ErrCorrupt):
		return problem{"database-corrupt", fmt.Sprintf("The data in %s is damaged (%v); move it "+
			"away to begin with none.", dir, err)}
	default:
		return problem{"data-unusable", fmt.Sprintf("The data directory %s cannot be used: %v.",
			dir, err)}
	}
}

// socketProblem explains why a socket did not open.
func socketProblem(network, address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return problem{"port-in-use", fmt.Sprintf("Another program listens on %s %s already; "+
			"stop it, or choose another port.", network, address)}
	}
	return problem{"listen-failed", fmt.Sprintf("The server cannot listen on %s %s: %v.", network,
		address, err)}
}

// certificateProblem explains why there is no certificate to begin with.
func certificateProblem(err error) error {
	return problem{"tls-files", fmt.Sprintf("The files of -tls-cert and -tls-key cannot be used: "+
		"%v.", err)}
}

// clientProblem explains why there is no web client.
func clientProblem(err error) error {
	if errors.Is(err, webclient.ErrMissing) {
		return problem{"client-missing", "This program was built without the web client; run " +
			"make build."}
	}
	return err
}
