package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/origin"
	"einmal/internal/server/listen"
)

// callHost is an address and no name: whatever localhost leads to, another process may listen
// there.
const callHost = "127.0.0.1"

// maxLink is more than any link has with what programs put around it, in bytes.
const maxLink = 2048

func setUpCall(*flag.FlagSet) cli.Action { return runCall }

// runCall serves the embedded client on a loopback address until ctx ends. What the browser runs is
// of this program; the server of the link gets its signalling and nothing else.
func runCall(ctx context.Context, i cli.Invocation) error {
	link, err := linkOrInput(i)
	if err != nil {
		return err
	}
	server, fragment, err := splitLink(link)
	if err != nil {
		return err
	}
	client, err := openClient()
	if err != nil {
		return clientProblem(err)
	}
	l, err := listen.TCP(callHost, 0)
	if err != nil {
		return err
	}
	s := newLocalProxy(listen.PortOf(l), server, client)
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: proxyTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    proxyHeaderSize,
		// its lines name addresses
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	defer context.AfterFunc(ctx, func() { web.Close() })()
	if _, err := fmt.Fprintf(i.Out, `Open this address in a browser on this machine, and nowhere else:

  %s%s

The page comes from this program. %s passes the call on, and no script of it runs. Leave this running during the call; Ctrl-C ends it.
`, s.pageURL(), fragment, server); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the page: %w", err)
	}
	return nil
}

// linkOrInput gives the operand or, if it is -, the first line of the input. Errors are for people
// and do not quote it.
func linkOrInput(i cli.Invocation) (string, error) {
	if i.Operand != "-" {
		return i.Operand, nil
	}
	line, err := bufio.NewReader(io.LimitReader(i.In, maxLink+1)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read the link: %w", err)
	}
	return strings.TrimSpace(line), nil
}

// splitLink takes a link apart: the server, and the fragment with its #, or nothing for the start
// page. Errors are for people and do not quote the link, for it is a secret.
func splitLink(link string) (server origin.Origin, fragment string, err error) {
	if link == "" || len(link) > maxLink {
		return origin.Origin{}, "", cli.Usage("einmal call wants a link such as " +
			"https://call.example/#1…, or - to read it from standard input.")
	}
	address := link // of the start page
	switch from, found, err := links.SplitLink(link); {
	case err == nil:
		address, fragment = from, found
	case strings.ContainsAny(link, "#%"):
		return origin.Origin{}, "", linkProblem(err)
	}
	server, err = origin.Parse("einmal call", address)
	if p := (cli.Problem{}); errors.As(err, &p) && p.Code == "usage" {
		err = cli.Usage("einmal call wants a link such as https://call.example/#1…; what it got " +
			"is none.")
	}
	return server, fragment, err
}

// linkProblem explains why a text gives no link.
func linkProblem(err error) error {
	switch err {
	case links.ErrIncomplete:
		return cli.Usage("The end of the link is missing; copy all of it, up to its last letter.")
	case links.ErrSeveral:
		return cli.Usage("There are several links in this text; give one of them.")
	}
	return cli.Usage("The link is damaged, or none of this program; copy all of it again.")
}
