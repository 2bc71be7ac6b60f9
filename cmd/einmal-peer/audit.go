package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"einmal/internal/traces"
)

// auditPatience is how long after the end of a call a trace of it may still be in the server's
// memory (docs/erasure.md).
const auditPatience = 30 * time.Second

type auditFlags struct {
	data    string
	pid     int
	logs    []string
	rounds  int
	asJSON  bool
	creator *string
}

func runAudit(ctx context.Context, args []string, _ io.Reader, stdout io.Writer) error {
	var f auditFlags
	c := newCommand("erase-audit", "URL")
	c.StringVar(&f.data, "data", "", "`DIR` of the server's data")
	c.IntVar(&f.pid, "pid", 0, "`NUMBER` of the server's process; by default the one that has "+
		"the database in DIR open")
	c.Func("log", "`FILE` with what the server logged, if that does not go to a file of its own; "+
		"may be given more than once", func(path string) error {
		f.logs = append(f.logs, path)
		return nil
	})
	c.IntVar(&f.rounds, "rounds", 1, "`NUMBER` of rounds; each holds one direct call, one "+
		"relayed over UDP and one relayed over TCP")
	c.BoolVar(&f.asJSON, "json", false, "print one JSON object")
	f.creator = creatorFlag(c)
	address, err := c.parse(args, stdout)
	if err != nil {
		return done(err)
	}
	a, err := f.audit(strings.TrimSuffix(address, "/"))
	if err != nil {
		return err
	}
	if err := a.run(ctx); err != nil {
		return err
	}
	out := &output{w: stdout, asJSON: f.asJSON}
	if f.asJSON {
		err = out.object(a.report)
	} else {
		err = out.line("%s", a.report)
	}
	if err == nil && !a.report.Clean {
		err = errSaid
	}
	return err
}

// audit holds calls on a running server and looks for what is left of them.
type audit struct {
	origin   string
	creator  string // a file, or empty
	rounds   int
	places   places
	patience time.Duration // from the end of the calls to the last look
	report   auditReport
}

func (f *auditFlags) audit(origin string) (*audit, error) {
	if f.rounds < 1 || f.rounds > 100 {
		return nil, usage("-rounds wants a number from 1 to 100.")
	}
	p, err := findPlaces(f.data, f.pid, f.logs)
	if err != nil {
		return nil, err
	}
	creator := ""
	if f.creator != nil {
		creator = *f.creator
	}
	return &audit{origin: origin, rounds: f.rounds, creator: creator, places: p,
		patience: auditPatience}, nil
}

func (a *audit) run(ctx context.Context) error {
	calls, err := a.hold(ctx)
	if err != nil {
		return err
	}
	return a.finish(ctx, calls)
}

// hold has all calls of all rounds going on at the same time; finish has to follow, unless there is
// an error.
func (a *audit) hold(ctx context.Context) ([]*auditCall, error) {
	var calls []*auditCall
	for range a.rounds {
		for _, route := range auditRoutes {
			call, err := holdCall(ctx, a.origin, a.creator, route)
			if err != nil {
				hangUp(calls)
				return nil, fmt.Errorf("hold a call: %w", err)
			}
			calls = append(calls, call)
			a.report.Calls = append(a.report.Calls, string(call.route))
		}
	}
	return calls, nil
}

// finish ends the calls and looks for what is left of them.
func (a *audit) finish(ctx context.Context, calls []*auditCall) error {
	defer func() { hangUp(calls) }()
	var markers []traces.Marker
	for _, c := range calls {
		markers = append(markers, c.markers()...)
	}
	markers = append(markers, a.places.keysOf(calls)...)
	a.report.count(markers, a.patience)
	if err := a.control(markers); err != nil {
		return err
	}
	for _, c := range calls {
		if err := c.end(); err != nil {
			return err
		}
	}
	calls = nil
	return a.search(ctx, traces.NewSearch(markers))
}

func hangUp(calls []*auditCall) {
	for _, c := range calls {
		c.hangUp()
	}
}

// control shows that the search finds what is there, while the calls run.
func (a *audit) control(markers []traces.Marker) error {
	during, err := a.places.search(traces.NewSearch(markers))
	if err != nil {
		return err
	}
	a.report.control("room ids in the server's memory during the calls", during.memory.Finds,
		markerRoom)
	if a.places.serverKey != nil {
		a.report.control("the rooms' keys in the data directory during the calls",
			during.data.Finds, markerKey)
	}
	planted, finds, err := a.places.plant()
	if err != nil {
		return err
	}
	a.report.control("a mark that was put into a file", finds, planted)
	return nil
}

// search looks again and again until nothing is found, for 30 seconds at most.
func (a *audit) search(ctx context.Context, s *traces.Search) error {
	start := time.Now()
	for {
		after, err := a.places.search(s)
		if err != nil {
			return err
		}
		elapsed := time.Since(start)
		a.report.take(after, elapsed)
		if a.report.Clean || elapsed >= a.patience {
			return nil
		}
		select {
		case <-time.After(min(time.Second, a.patience-elapsed)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
