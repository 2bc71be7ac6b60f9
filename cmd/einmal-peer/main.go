// Command einmal-peer takes part in einmal calls without a browser: in a terminal, as an echo to
// test against, and as a host for scripts. It also says whether calls work from here, how many a
// server carries, and what an ended call leaves on a server.
//
// main catches signals and reports what went wrong; [run] is the program. Each command keeps its
// flags and its output here; the work is done in internal/peer, probe, loadtest and audit.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"einmal/internal/cli"
	"einmal/internal/peertext"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(report(os.Stderr, run(ctx, os.Args[1:], os.Stdin, os.Stdout)))
}

// run does what args say until it is done or ctx ends.
func run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	program := cli.Program{
		Name:  "einmal-peer",
		About: "takes part in einmal calls without a browser",
		Commands: []cli.Command{joinCommand, echoCommand, hostCommand, probeCommand, loadCommand,
			auditCommand, leaveCommand, takeCommand, recordCommand},
		Notes: `A LINK of - is read from the first line of the input, which keeps it out of the
list of processes. The exit status is 0 if all went well, 1 if not, 2 after
wrong usage, and 3 if a probe could not try enough.
`,
	}
	return program.Run(ctx, args, cli.Streams{In: stdin, Out: stdout, Err: os.Stderr,
		Getenv: os.Getenv})
}

// errReported means that the work failed and that the output says so already.
var errReported = errors.New("it failed")

// errUnproven means that nothing failed that was tried, and that too little was.
var errUnproven = errors.New("it was not tried")

// report writes what went wrong and returns the exit status.
func report(w io.Writer, err error) int {
	switch {
	case errors.Is(err, errReported):
		return 1
	case errors.Is(err, errUnproven):
		return 3
	}
	return cli.Report(w, "einmal-peer", peertext.Explain(err))
}
