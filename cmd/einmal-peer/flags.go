package main

import (
	"bufio"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"einmal/internal/links"
	"einmal/internal/peer"
)

// command is the flags of one command.
type command struct {
	*flag.FlagSet
	takes string // what else it takes, for its help; empty: nothing
}

func newCommand(name, takes string) *command {
	c := &command{flag.NewFlagSet(name, flag.ContinueOnError), takes}
	c.SetOutput(io.Discard) // report says what is wrong, in one sentence
	c.Func("ca", "`FILE` with certificates (PEM) of authorities to trust besides the system's",
		trust)
	return c
}

// trust makes Go read the authorities of a file where it looks for the system's (crypto/x509,
// SystemCertPool). There is no other way: pion checks a relay's certificate against the system's
// alone.
func trust(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !x509.NewCertPool().AppendCertsFromPEM(text) {
		return errors.New("there is no certificate in it")
	}
	return os.Setenv("SSL_CERT_FILE", file)
}

// parse reads flags on both sides of the argument, and gives that. The error is flag.ErrHelp after
// the help was printed.
func (c *command) parse(args []string, stdout io.Writer) (argument string, err error) {
	for {
		switch err := c.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return "", errors.Join(c.help(stdout), flag.ErrHelp)
		case err != nil:
			return "", usage("%v; einmal-peer %s -h lists the flags.", err, c.Name())
		case c.NArg() == 0 && argument == "" && c.takes != "":
			return "", usage("einmal-peer %s wants a %s.", c.Name(), c.takes)
		case c.NArg() == 0:
			return argument, nil
		case argument != "" || c.takes == "":
			return "", usage("einmal-peer %s cannot use the argument %q.", c.Name(), c.Arg(0))
		}
		argument, args = c.Arg(0), c.Args()[1:]
	}
}

func (c *command) help(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "einmal-peer %s\n\n", strings.TrimSpace(c.Name()+" "+c.takes))
	c.VisitAll(func(f *flag.Flag) {
		value, text := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  -%s\n      %s\n", strings.TrimSpace(f.Name+" "+value), text)
	})
	_, err := io.WriteString(w, b.String())
	return err
}

// done hides that somebody asked for help: that is no failure.
func done(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

// transports are the ways to a relay.
var transports = []string{"udp", "tcp", "tls"}

// talkFlags are what every command has that takes part in a call.
type talkFlags struct {
	name, relay     string
	relayOnly, json bool
	loopback        bool
}

func (f *talkFlags) add(c *command, name string) {
	c.StringVar(&f.name, "name", name, "`NAME` that the others see, at most 80 characters")
	c.BoolVar(&f.relayOnly, "relay-only", false, "hide the addresses of this machine from the "+
		"others: all goes through the relay")
	c.StringVar(&f.relay, "relay", "", "`TRANSPORT` to the relay, udp, tcp or tls; by default "+
		"whatever works")
	c.BoolVar(&f.json, "json", false, "print one JSON object a line for each event")
	c.BoolVar(&f.loopback, "loopback", false, "use no network but the loopback of this machine, "+
		"for tests")
}

func (f *talkFlags) options() (peer.Options, error) {
	if f.relay != "" && !slices.Contains(transports, f.relay) {
		return peer.Options{}, usage("-relay wants udp, tcp or tls, not %q.", f.relay)
	}
	return peer.Options{Name: f.name, RelayOnly: f.relayOnly, RelayTransport: f.relay,
		LoopbackOnly: f.loopback}, nil
}

// filesFlag is where the files of the others go; empty: they are declined.
func filesFlag(c *command) *string {
	var dir string
	c.Func("files", "`DIR` for files that the others send, each up to 100 MB, 1 GB in all; "+
		"nothing there is replaced; without it files are declined",
		func(name string) error {
			if info, err := os.Stat(name); err != nil || !info.IsDir() {
				return errors.New("it is no directory")
			}
			dir = name
			return nil
		})
	return &dir
}

// readLink parses a link, or the first line of the input if it is -.
func readLink(text string, stdin *bufio.Reader) (peer.Link, error) {
	if text == "-" {
		line, err := stdin.ReadString('\n')
		if err != nil && line == "" {
			return peer.Link{}, usage("The input has no line with a link.")
		}
		text = line
	}
	return links.Parse(text)
}
