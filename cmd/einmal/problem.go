package main

import (
	"errors"
	"syscall"

	"einmal/internal/cli"
	"einmal/rooms"
	"einmal/webclient"
)

// storeProblem explains why the room store in dir did not open.
func storeProblem(dir string, err error) error {
	switch {
	case errors.Is(err, rooms.ErrLocked):
		return cli.Problemf("database-locked", "Another process uses the data in %s; stop "+
			"it, or choose another directory with -data.", dir)
	case errors.Is(err, rooms.ErrCorrupt):
		return cli.Problemf("database-corrupt", "The data in %s is damaged (%v); move it "+
			"away to begin with none.", dir, err)
	default:
		return cli.Problemf("data-unusable", "The data directory %s cannot be used: %v.",
			dir, err)
	}
}

// socketProblem explains why a socket did not open.
func socketProblem(network, address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return cli.Problemf("port-in-use", "Another program listens on %s %s already; "+
			"stop it, or choose another port.", network, address)
	}
	return cli.Problemf("listen-failed", "The server cannot listen on %s %s: %v.", network,
		address, err)
}

// certificateProblem explains why there is no certificate to begin with.
func certificateProblem(err error) error {
	return cli.Problemf("tls-files", "The files of -tls-cert and -tls-key cannot be used: "+
		"%v.", err)
}

// openClient reads the embedded web client. Tests have another one.
var openClient = webclient.Open

// clientProblem explains why there is no web client.
func clientProblem(err error) error {
	if errors.Is(err, webclient.ErrMissing) {
		return cli.Problemf("client-missing", "This program was built without the web client; run "+
			"make build.")
	}
	return err
}
