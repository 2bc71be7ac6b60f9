// Command einmal-phone joins telephones to einmal calls as visible guests: it takes calls by SIP,
// asks for a PIN, knocks like everybody and passes sound both ways. What goes through it is not
// encrypted to the end, and everybody in the call is shown that.
package main

import (
	"context"
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
	err := run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Getenv: os.Getenv})
	os.Exit(report(os.Stderr, err))
}

// run does what args say until it is done or ctx ends.
func run(ctx context.Context, args []string, s cli.Streams) error {
	program := cli.Program{
		Name:     "einmal-phone",
		About:    "joins telephones to einmal calls as visible guests",
		Commands: []cli.Command{serveCommand, inviteCommand, endCommand},
		Notes: `docs/phone.md says how it is set up, and what a telephone company sees.
The exit status is 0 if all went well, 1 if not, and 2 after wrong usage.
`,
	}
	return program.Run(ctx, args, s)
}

func report(w io.Writer, err error) int {
	return cli.Report(w, "einmal-phone", peertext.Explain(err))
}
