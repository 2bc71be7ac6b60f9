// Command einmal-peer takes part in einmal calls without a browser: in a terminal, as an echo to
// test with alone, as a host for scripts, and as a tool that says whether calls work from here and
// how many a server carries.
//
// main catches signals and reports what went wrong; [run] is the program. What the protocol is
// stands in einmal/internal/peer.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait
	os.Exit(report(os.Stderr, run(ctx, os.Args[1:], os.Stdin, os.Stdout)))
}

const helpText = `einmal-peer takes part in einmal calls without a browser.

  einmal-peer join LINK [flags]    join a call: what is typed goes out as chat, what the others write is printed;
                                   /safety shows the safety code of each member, to be compared aloud;
                                   /knows prints what the server says that it holds about you; /send PATH offers
                                   a file to everybody; -files DIR takes those of the others
  einmal-peer echo LINK [flags]    join, and send back to everybody the sound and picture that come from them
  einmal-peer host [flags]         create a room on a server and be its host; the end of the input ends the call
  einmal-peer probe URL [flags]    say in words what works from here to that server: STUN, the relay, a whole call
  einmal-peer load URL [flags]     hold many rooms with many peers at once, and print figures
  einmal-peer erase-audit URL      hold calls on a server of one's own, and search its data, logs and memory for what is left
  einmal-peer help                 show this text

einmal-peer COMMAND -h lists the flags of a command. A LINK of - is read from the first line of the input, so that it does
not show up in the list of processes. The exit status is 0 if all went well, 1 if not, 2 after wrong usage.
`

// run does what args say until it is done or ctx ends.
func run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) == 0 {
		return usage("Say what to do: einmal-peer help lists the commands.")
	}
	commands := map[string]func(context.Context, []string, io.Reader, io.Writer) error{
		"join": runJoin, "echo": runEcho, "host": runHost, "probe": runProbe, "load": runLoad,
		"erase-audit": runAudit,
	}
	switch name := args[0]; name {
	case "help", "-h", "-help", "--help":
		_, err := io.WriteString(stdout, helpText)
		return err
	default:
		command, ok := commands[name]
		if !ok {
			return usage("There is no command %q; einmal-peer help lists them.", name)
		}
		return command(ctx, args[1:], stdin, stdout)
	}
}

// problem is an error for people: a stable code that scripts may rely on, and a sentence.
type problem struct{ code, sentence string }

func (p problem) Error() string { return p.code + ": " + p.sentence }

func usage(format string, args ...any) error {
	return problem{"usage", fmt.Sprintf(format, args...)}
}

// errSaid means that the work failed and that the output says so already.
var errSaid = errors.New("it failed")

// report writes what went wrong and returns the exit status.
func report(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errSaid) {
		return 1
	}
	p := explain(err)
	fmt.Fprintf(w, "einmal-peer: %s\n", printable(p.Error())) // a code may be the server's
	if p.code == "usage" {
		return 2
	}
	return 1
}
