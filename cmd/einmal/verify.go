package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/origin"
	"einmal/internal/server/router"
	"einmal/webclient"
)

// verifyTime bounds all of einmal verify: a client of a dozen files over the slowest mobile
// network.
const verifyTime = time.Minute

// verifyReport is what einmal verify -json prints.
type verifyReport struct {
	Server      string       `json:"server"`
	Client      string       `json:"client"` // SHA-256 of the client in this program
	Checked     []string     `json:"checked"`
	Headers     int          `json:"headers"` // compared in each answer
	Same        bool         `json:"same"`
	Differences []difference `json:"differences"`
}

// difference is one thing that this program would send differently, and where.
type difference struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Paths []string `json:"paths"`
}

func setUpVerify(set *flag.FlagSet) cli.Action {
	asJSON := set.Bool("json", false, "print JSON")
	return func(ctx context.Context, i cli.Invocation) error {
		return runVerify(ctx, i.Operand, *asJSON, i.Out)
	}
}

// runVerify compares what a server sends with what this program would.
func runVerify(ctx context.Context, address string, asJSON bool, stdout io.Writer) error {
	// somebody may paste a link; what is behind the # is nobody's business
	address, _, _ = strings.Cut(address, "#")
	server, err := origin.Parse("einmal verify", address)
	if err != nil {
		return err
	}
	client, err := openClient()
	if err != nil {
		return clientProblem(err)
	}
	ctx, cancel := context.WithTimeout(ctx, verifyTime)
	defer cancel()
	report, err := verify(ctx, server, client)
	if err != nil {
		return err
	}
	write := writeVerdict
	if asJSON {
		write = func(w io.Writer, r verifyReport) error { return writeJSON(w, r) }
	}
	if err := write(stdout, report); err != nil || report.Same {
		return err
	}
	return cli.Problemf("client-differs", "What %s sends is not the client of this program.",
		server)
}

// emptyPaths are addresses where this program has nothing: a listing, the page's file, and what
// browsers look for by themselves.
var emptyPaths = []string{"/index.html", "/assets/", "/sw.js", "/service-worker.js",
	"/manifest.json"}

// verify asks for every file, and for what must not be there. An error means that the server could
// not be asked at all.
func verify(ctx context.Context, server origin.Origin,
	client *webclient.Client) (verifyReport, error) {
	report := verifyReport{Server: server.String(), Client: client.FilesHash(),
		Differences: []difference{}}
	report.Checked = []string{"/"}
	for _, f := range client.Files() {
		if f.Path != "/" {
			report.Checked = append(report.Checked, f.Path)
		}
	}
	known := slices.Clone(report.Checked)
	report.Checked = slices.Concat(report.Checked, emptyPaths,
		slices.Sorted(maps.Keys(router.PagePaths)))

	pages := &router.Pages{}
	pages.Render(config.Config{}.Facts(server))
	fetcher := newFetcher(server, &router.Router{Public: server, Client: client, Pages: pages})
	defer fetcher.http.CloseIdleConnections()
	for _, path := range report.Checked {
		want, got, err := fetcher.fetchBoth(ctx, path)
		switch {
		case err != nil && path == "/":
			return report, cli.Problemf("server-unreachable", "%s cannot be asked: %v.", server,
				causeOf(err))
		case err != nil:
			report.addDifference(path, "no-answer",
				fmt.Sprintf("no whole answer: %v", causeOf(err)))
			continue
		case path == "/":
			report.Headers = len(want.judgedHeaders())
			report.addForeign(got.body, append(known, referencesIn(want.body)...))
		case router.PagePaths[path] != "":
			// what an operator says there is no program, and the headers see to it that it stays
			// none
			want.body = got.body
		}
		report.addCompared(path, want, got)
	}
	report.Same = len(report.Differences) == 0
	return report, nil
}

// addDifference notes a difference once, however many addresses have it.
func (r *verifyReport) addDifference(path, code, text string) {
	for i := range r.Differences {
		if d := &r.Differences[i]; d.Code == code && d.Text == text {
			d.Paths = append(d.Paths, path)
			return
		}
	}
	r.Differences = append(r.Differences, difference{code, text, []string{path}})
}

func writeVerdict(w io.Writer, r verifyReport) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, compared with the client %s of this program\n", r.Server, r.Client)
	fmt.Fprintf(&b, "  checked    the page, %d more files, %d addresses where nothing has to be, "+
		"%d headers of each answer;\n"+
		"             of %d pages of text the headers\n",
		len(r.Checked)-len(emptyPaths)-len(router.PagePaths)-1, len(emptyPaths), r.Headers,
		len(router.PagePaths))
	for _, d := range r.Differences {
		where := strings.Join(d.Paths, ", ")
		if len(d.Paths) == len(r.Checked) {
			where = "everywhere"
		}
		fmt.Fprintf(&b, "  differs    %s: %s (%s)\n", where, d.Text, d.Code)
	}
	if r.Same {
		b.WriteString("  the same   all of it, byte for byte\n" +
			"A server can send one thing to this program and another to a browser; einmal call " +
			"runs nothing of it at all.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
