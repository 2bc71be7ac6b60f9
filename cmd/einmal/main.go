// Command einmal is the server: the page, the signalling and the relay behind one port.
//
// main catches signals and reports what went wrong; [run] is the program, apart from the process it
// lives in. [node] owns everything that has to be closed. Nothing here writes what a person did:
// there is no access log, and log lines pass through an allow-list of keys (logging.go).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"einmal/internal/anew"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		// A signal leaves all vector registers on the thread's signal stack, with what was copied
		// last: so none is to come for a connection that the other side has closed. The error of
		// the write says the same.
		signal.Ignore(syscall.SIGPIPE)
		// It serves all the same, but whoever runs it should know.
		if err := errors.Join(anew.Err, forbidCoreDumps()); err != nil {
			fmt.Fprintf(os.Stderr, "einmal: memory-kept: What a call leaves in memory may stay "+
				"there for a while: %v.\n", err)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait
	os.Exit(report(os.Stderr, run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)))
}

// run does what args say until it is done or ctx ends. Answers go to stdout, log lines to stderr.
func run(ctx context.Context, args []string, getenv func(string) string, stdout,
	stderr io.Writer) error {
	if len(args) == 0 {
		return usage("Say what to do: einmal serve, einmal relay, einmal room, einmal creator, " +
			"einmal notice, einmal version or einmal help.")
	}
	switch command, rest := args[0], args[1:]; command {
	case "serve":
		return runServe(ctx, rest, getenv, stdout, stderr)
	case "relay":
		return runRelay(ctx, rest, getenv, stdout, stderr)
	case "notice":
		return runNotice(rest, getenv, stdout)
	case "creator":
		return runCreator(rest, getenv, stdout)
	case "room":
		return runRoom(ctx, rest, getenv, os.Stdin, stdout)
	case "version":
		return runVersion(rest, stdout)
	case "verify":
		return runVerify(ctx, rest, stdout)
	case "call":
		return runCall(ctx, rest, os.Stdin, stdout)
	case "help", "-h", "-help", "--help":
		return help(stdout)
	default:
		return usage("There is no command %q; einmal help lists them.", command)
	}
}

func runServe(ctx context.Context, args []string, getenv func(string) string, stdout,
	stderr io.Writer) error {
	c, err := parseServe(args, getenv)
	switch {
	case err == errHelp:
		return help(stdout)
	case err != nil:
		return err
	}
	if err := c.mayServe(); err != nil {
		return err
	}
	n, err := start(c, stderr)
	if err != nil {
		return err
	}
	if err := n.announce(stdout); err != nil {
		n.close()
		return err
	}
	return n.wait(ctx)
}

func help(w io.Writer) error {
	_, err := fmt.Fprintf(w, `einmal serves private video calls that happen once.

  einmal serve [flags]   run the server until SIGINT or SIGTERM
  einmal relay [flags]   run the relay alone, on a second machine, until SIGINT or SIGTERM
  einmal notice [flags]  print the privacy notice and the other documents of a server with these flags; besides
                         -kind notice|record|measures|deletion|imprint, -lang de|en, -json
  einmal creator add LABEL | remove LABEL | list
                         say who may create rooms under -create token, also while the server runs; takes -data,
                         -public-url (for the link that add prints) and -json
  einmal room new        make a room and print its links: -kind video|audio|chat, -seats 2 to 6, -lifetime 7d, -creator FILE
                         with a creator link, where -create token asks for one; -public-url says which server, -json
  einmal room end LINK|HANDLE|-
                         end a call and erase its room: as its host, with the host link (- reads it from standard input), or
                         as the operator of the server, with a handle from the list
  einmal room list       list the rooms of the server that has -data, whether it runs or not; -json
  einmal room what [HANDLE]
                         say all that the server holds about a room, or about all, and the people in it, for who asks for
                         that; their network addresses only with -addresses; -json
  einmal version         say which build and which client this is; -files lists its files as sha256sum does, -json has all;
                         -licenses prints the licence of einmal and of what is built in
  einmal verify URL      compare what a server sends with the client of this program; -json
  einmal call LINK|-     join a call with the client of this program, so that no script of the server runs; - reads the
                         link from standard input, since others on this machine can see the arguments of a command
  einmal help            show this text

Flags of serve. Each may come from the environment instead; a flag has precedence.

%s
Flags of relay, likewise.

%s
A proxy in front has to pass the Host header on. The exit status is 0 if all went well, 1 if not, 2 after wrong usage.
`, flagHelp(newServeFlags("serve").set), flagHelp(newRelayFlags().set))
	return err
}
