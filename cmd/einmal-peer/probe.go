package main

import (
	"bufio"
	"context"
	"flag"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/probe"
)

var probeCommand = cli.Command{
	Name: "probe", Takes: "URL", Summary: "say whether calls by a server work from here",
	Details: `It tries signalling, STUN, the relay over each transport, with packets that go
there and back, and a whole call through it. What stays within this machine
counts for nothing. It prints the address that the server sees. The exit status
is 0 if calls work, 1 if they fail, 2 after wrong usage, and 3 if nothing failed
but no call could be tried over a network; -json gives the verdict as a code.
If URL is that of a relay (turn: or turns:), it connects two ends through that one
as a call does; the input has the user name in one line and the password in the next.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		var asJSON, loopback bool
		addCAFlag(set)
		set.BoolVar(&asJSON, "json", false, "print one JSON object")
		addLoopbackFlag(set, &loopback)
		creator := addCreatorFlag(set)
		return func(ctx context.Context, i cli.Invocation) error {
			if isRelay(i.Operand) {
				return probeRelay(ctx, i, loopback, asJSON)
			}
			link, err := links.New(strings.TrimSuffix(i.Operand, "/"), links.Audio)
			if err != nil {
				return cli.Usage("einmal-peer probe wants the address of a server, such as "+
					"https://call.example, not %q.", i.Operand)
			}
			if link, err = withCreator(link, *creator); err != nil {
				return err
			}
			return runProbe(ctx, probe.Config{Link: link, LoopbackOnly: loopback},
				&output{w: i.Out, asJSON: asJSON})
		}
	},
}

// runProbe prints each check as it is done, or all of them as JSON.
func runProbe(ctx context.Context, c probe.Config, out *output) error {
	c.OnCheck, c.OnSkip = func(probe.Check) {}, func(string) {}
	if !out.asJSON {
		c.OnCheck = func(c probe.Check) { out.printLine("%s", c) }
		c.OnSkip = func(what string) { out.printLine("-       %s", what) }
	}
	return printReport(probe.Run(ctx, c), out)
}

func printReport(report probe.Report, out *output) (err error) {
	if out.asJSON {
		err = out.printObject(report)
	} else {
		err = out.printLine("\n%s", report.Summary)
	}
	switch {
	case err != nil || report.Works:
		return err
	case report.Code == "not-tried" || report.Code == "same-machine":
		return errUnproven
	}
	return errReported
}

func isRelay(url string) bool {
	return strings.HasPrefix(url, "turn:") || strings.HasPrefix(url, "turns:")
}

// probeRelay is what einmal doctor calls, which has access to the relay and no WebRTC.
func probeRelay(ctx context.Context, i cli.Invocation, loopback, asJSON bool) error {
	lines := bufio.NewScanner(i.In)
	access := peer.RelayAccess{URLs: []string{i.Operand}}
	for _, field := range []*string{&access.Username, &access.Credential} {
		if !lines.Scan() || lines.Text() == "" {
			return cli.Usage("The input lacks the user name and the password of the relay, each in " +
				"a line.")
		}
		*field = lines.Text()
	}
	out := &output{w: i.Out, asJSON: asJSON}
	report := probe.RunPair(ctx, access, loopback)
	if !asJSON {
		for _, c := range report.Checks {
			if err := out.printLine("%s", c); err != nil {
				return err
			}
		}
	}
	return printReport(report, out)
}
