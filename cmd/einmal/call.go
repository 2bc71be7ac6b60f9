package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"einmal/internal/links"
	"einmal/webclient"
)

// callHost is an address and no name: whatever localhost leads to, another process may listen
// there.
const callHost = "127.0.0.1"

// maxLink is more than any link has with what programs put around it, in bytes.
const maxLink = 2048

// runCall serves the embedded client on a loopback address until ctx ends. What the browser runs is
// of this program; the server of the link gets its signalling and nothing else.
func runCall(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	operand, err := parseArguments(flag.NewFlagSet("call", flag.ContinueOnError), args)
	if err == errHelp {
		return help(stdout)
	}
	if err == nil && operand == "-" {
		operand, err = readLink(stdin)
	}
	if err != nil {
		return err
	}
	server, fragment, err := parseCall(operand)
	if err != nil {
		return err
	}
	client, err := webclient.Open()
	if err != nil {
		return clientProblem(err)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(callHost, "0"))
	if err != nil {
		return socketProblem("TCP", callHost, err)
	}
	s := newStandIn(portOf(l), server, client)
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		// its lines name addresses
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	defer context.AfterFunc(ctx, func() { web.Close() })()
	if _, err := fmt.Fprintf(stdout, `Open this address in a browser on this machine, and nowhere else:

  %s%s

The page comes from this program. %s passes the call on, and no script of it runs. Leave this running during the call; Ctrl-C ends it.
`, s.page(), fragment, server); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the page: %w", err)
	}
	return nil
}

// readLink reads the first line. Errors are for people and do not quote it.
func readLink(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, maxLink+1)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read the link: %w", err)
	}
	return strings.TrimSpace(line), nil
}

// parseCall takes a link apart: the server, and the fragment with its #, or nothing for the start
// page. Errors are for people and do not quote the link, for it is a secret.
func parseCall(link string) (server origin, fragment string, err error) {
	if link == "" || len(link) > maxLink {
		return origin{}, "", usage("einmal call wants a link such as https://call.example/#1…, " +
			"or - to read it from standard input.")
	}
	address := link // of the start page
	switch from, found, err := links.SplitLink(link); {
	case err == nil:
		address, fragment = from, found
	case strings.ContainsAny(link, "#%"):
		return origin{}, "", linkProblem(err)
	}
	server, err = parseOrigin("einmal call", address)
	if p := (problem{}); errors.As(err, &p) && p.code == "usage" {
		err = usage("einmal call wants a link such as https://call.example/#1…; what it got is " +
			"none.")
	}
	return server, fragment, err
}

// linkProblem explains why a text gives no link.
func linkProblem(err error) error {
	switch err {
	case links.ErrIncomplete:
		return usage("The end of the link is missing; copy all of it, up to its last letter.")
	case links.ErrSeveral:
		return usage("There are several links in this text; give one of them.")
	}
	return usage("The link is damaged, or none of this program; copy all of it again.")
}
