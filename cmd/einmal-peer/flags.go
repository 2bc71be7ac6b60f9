package main

import (
	"bufio"
	"crypto/x509"
	"errors"
	"flag"
	"os"
	"slices"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
)

// addCAFlag adds a flag that every command has.
func addCAFlag(set *flag.FlagSet) {
	set.Func("ca", "also trust the authorities in this `FILE` of certificates (PEM)",
		trustAuthorities)
}

// trustAuthorities makes Go read a file in place of the system's authorities (crypto/x509,
// SystemCertPool). There is no other way: pion checks a relay's certificate against those only.
func trustAuthorities(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !x509.NewCertPool().AppendCertsFromPEM(text) {
		return errors.New("there is no certificate in it")
	}
	return os.Setenv("SSL_CERT_FILE", file)
}

// transports to a relay.
var transports = []string{"udp", "tcp", "tls"}

// callFlags belong to every command that takes part in calls.
type callFlags struct {
	name, relay     string
	consent         string
	relayOnly, json bool
	loopback        bool
}

func (f *callFlags) register(set *flag.FlagSet, name string) {
	addCAFlag(set)
	set.StringVar(&f.name, "name", name, "show the others this `NAME`, at most 80 characters")
	set.BoolVar(&f.relayOnly, "relay-only", false,
		"send everything through the relay, to hide this machine's addresses")
	set.StringVar(&f.relay, "relay", "",
		"reach the relay by this `TRANSPORT`, udp, tcp or tls; else by any that works")
	set.StringVar(&f.consent, "consent", "no",
		"`ANSWER` who wants to record: no, yes, yes-without-picture or ask")
	set.BoolVar(&f.json, "json", false, "print one JSON object a line for each event")
	addLoopbackFlag(set, &f.loopback)
}

func addLoopbackFlag(set *flag.FlagSet, loopback *bool) {
	set.BoolVar(loopback, "loopback", false,
		"use only the loopback network of this machine, for tests")
}

func (f *callFlags) options() (peer.Options, error) {
	if f.relay != "" && !slices.Contains(transports, f.relay) {
		return peer.Options{}, cli.Usage("-relay wants udp, tcp or tls, not %q.", f.relay)
	}
	if !peer.IsConsent(f.consent) {
		return peer.Options{}, cli.Usage("-consent wants no, yes, yes-without-picture or ask, "+
			"not %q.", f.consent)
	}
	return peer.Options{Name: f.name, Consent: f.consent, RelayOnly: f.relayOnly, RelayTransport: f.relay,
		LoopbackOnly: f.loopback}, nil
}

// addFilesFlag adds the directory for files of the others; if it is empty, they are declined.
func addFilesFlag(set *flag.FlagSet) *string {
	var dir string
	set.Func("files", "save files that the others send in this `DIR`; else they are declined",
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
			return peer.Link{}, cli.Usage("The input has no line with a link.")
		}
		text = line
	}
	return links.Parse(text)
}

// addCreatorFlag adds a flag for the commands that create rooms.
func addCreatorFlag(set *flag.FlagSet) *string {
	return set.String("creator", "",
		"create rooms with the creator link in this `FILE`; everybody can see arguments")
}

// withCreator adds the creator link in a file, if one is named, to a room's link.
func withCreator(link peer.Link, file string) (peer.Link, error) {
	if file == "" {
		return link, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return link, cli.Usage("-creator: %v.", err)
	}
	if link, err = link.ByCreator(string(text)); err != nil {
		return link, cli.Usage("-creator: the file %s has no creator link of this server in it.",
			file)
	}
	return link, nil
}
