// Command einmal is the server: the page, the signalling and the relay behind one port.
//
// main catches signals and reports what went wrong. commands.go lists the commands, each of which
// has its own file; einmal serve runs package internal/server. Nothing here records what a person
// did: there is no access log, and log lines pass an allow-list of keys.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"einmal/internal/cli"
	"einmal/internal/reexec"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		// A signal leaves all vector registers on the thread's signal stack, with whatever was
		// copied last. So none may come for a connection that the other side has closed; the error
		// of the write says the same.
		signal.Ignore(syscall.SIGPIPE)
		// It serves all the same, but whoever runs it should know.
		if err := errors.Join(reexec.Err, forbidCoreDumps()); err != nil {
			fmt.Fprintf(os.Stderr, "einmal: memory-kept: What a call leaves in memory may stay "+
				"there for a while: %v.\n", err)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait
	err := program.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Getenv: os.Getenv})
	var status examined
	if errors.As(err, &status) {
		os.Exit(int(status))
	}
	os.Exit(cli.Report(os.Stderr, program.Name, err))
}
