package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/residue"
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

var auditCommand = cli.Command{
	Name: "erase-audit", Takes: "URL", Summary: "look for what calls leave on your server",
	Details: "It holds calls, ends them, and searches the server's data, logs and memory.\n",
	Setup: func(set *flag.FlagSet) cli.Action {
		var f auditFlags
		f.add(set)
		return f.run
	},
}

func (f *auditFlags) add(set *flag.FlagSet) {
	addCAFlag(set)
	set.StringVar(&f.data, "data", "", "search the server's data in this `DIR`")
	set.IntVar(&f.pid, "pid", 0,
		"search the memory of process `NUMBER`; else of the one with the database in DIR open")
	set.Lookup("pid").DefValue = "" // 0 is no process
	set.Func("log", "also search this `FILE` of the server's log; may be given more than once",
		func(path string) error {
			f.logs = append(f.logs, path)
			return nil
		})
	set.IntVar(&f.rounds, "rounds", 1,
		"hold this `NUMBER` of calls each way: direct, relayed over UDP, over TCP")
	set.BoolVar(&f.asJSON, "json", false, "print one JSON object")
	f.creator = creatorFlag(set)
}

func (f *auditFlags) run(ctx context.Context, i cli.Invocation) error {
	a, err := f.audit(strings.TrimSuffix(i.Operand, "/"))
	if err != nil {
		return err
	}
	if err := a.run(ctx); err != nil {
		return err
	}
	out := &output{w: i.Out, asJSON: f.asJSON}
	if f.asJSON {
		err = out.object(a.report)
	} else {
		err = out.line("%s", a.report)
	}
	if err == nil && !a.report.Clean {
		err = errReported
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
		return nil, cli.Usage("-rounds wants a number from 1 to 100.")
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
	var markers []residue.Marker
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
	return a.search(ctx, residue.NewSearch(markers))
}

func hangUp(calls []*auditCall) {
	for _, c := range calls {
		c.hangUp()
	}
}

// control shows that the search finds what is there, while the calls run.
func (a *audit) control(markers []residue.Marker) error {
	during, err := a.places.search(residue.NewSearch(markers))
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
func (a *audit) search(ctx context.Context, s *residue.Search) error {
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
