package main

import (
	"context"
	"flag"
	"os"
	"strings"

	"einmal/internal/audit"
	"einmal/internal/cli"
	"einmal/internal/links"
)

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
		f.register(set)
		return f.runAudit
	},
}

func (f *auditFlags) register(set *flag.FlagSet) {
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
	f.creator = addCreatorFlag(set)
}

func (f *auditFlags) runAudit(ctx context.Context, i cli.Invocation) error {
	places, err := f.findPlaces()
	if err != nil {
		return err
	}
	report, err := audit.Run(ctx, audit.Config{Places: places, Rounds: f.rounds,
		NewLink: func() (links.Link, error) { return f.newLink(i.Operand) }})
	if err != nil {
		return err
	}
	out := &output{w: i.Out, asJSON: f.asJSON}
	if f.asJSON {
		err = out.printObject(report)
	} else {
		err = out.printLine("%s", report)
	}
	if err == nil && !report.Clean {
		err = errReported
	}
	return err
}

func (f *auditFlags) findPlaces() (audit.Places, error) {
	if f.rounds < 1 || f.rounds > 100 {
		return audit.Places{}, cli.Usage("-rounds wants a number from 1 to 100.")
	}
	if f.data == "" && f.pid == 0 {
		return audit.Places{}, cli.Usage("-data is missing: the directory that the server keeps " +
			"its data in. A server with -storage memory takes -pid alone.")
	}
	if f.data != "" {
		if info, err := os.Stat(f.data); err != nil || !info.IsDir() {
			return audit.Places{}, cli.Usage("-data wants a directory, and %s is none.", f.data)
		}
	}
	return audit.FindPlaces(f.data, f.pid, f.logs)
}

func (f *auditFlags) newLink(address string) (links.Link, error) {
	link, err := links.New(strings.TrimSuffix(address, "/"), links.Chat)
	if err != nil {
		return link, cli.Usage("einmal-peer erase-audit wants the address of a server, such as "+
			"http://localhost:8080, not %q.", address)
	}
	return withCreator(link, *f.creator)
}
