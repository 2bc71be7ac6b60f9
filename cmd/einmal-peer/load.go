package main

import (
	"context"
	"flag"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/loadtest"
)

type loadFlags struct {
	rooms, peers, seconds, atOnce int
	kind                          string
	callFlags
	creator *string
}

var loadCommand = cli.Command{
	Name: "load", Takes: "URL", Summary: "hold many calls at once and print figures",
	Setup: func(set *flag.FlagSet) cli.Action {
		var f loadFlags
		f.register(set)
		return f.runLoad
	},
}

func (f *loadFlags) register(set *flag.FlagSet) {
	f.callFlags.register(set, "Load")
	set.IntVar(&f.rooms, "rooms", 1, "hold calls in this `NUMBER` of rooms at the same time")
	set.IntVar(&f.peers, "peers", 2, "put this `NUMBER` of people in each room, 2 to 6")
	set.IntVar(&f.seconds, "seconds", 10, "let all of them talk for this `NUMBER` of seconds")
	set.IntVar(&f.atOnce, "at-once", 4, "set up this `NUMBER` of rooms at the same time")
	set.StringVar(&f.kind, "kind", "audio",
		"hold calls of this `KIND`: audio (of a tone) or chat")
	f.creator = addCreatorFlag(set)
}

func (f *loadFlags) runLoad(ctx context.Context, i cli.Invocation) error {
	c, err := f.config(strings.TrimSuffix(i.Operand, "/"))
	if err != nil {
		return err
	}
	figures, err := loadtest.Run(ctx, c)
	if err != nil {
		return err
	}
	out := &output{w: i.Out, asJSON: f.json}
	if f.json {
		err = out.printObject(figures)
	} else {
		err = out.printLine("%s", figures)
	}
	if err == nil && figures.Connected < figures.Pairs {
		err = errReported
	}
	return err
}

func (f *loadFlags) config(origin string) (c loadtest.Config, err error) {
	o, err := f.options()
	if err != nil {
		return c, err
	}
	kind, err := links.ParseKind(f.kind)
	if err != nil || kind == links.Video {
		return c, cli.Usage("-kind wants audio or chat, not %q.", f.kind)
	}
	if _, err := links.New(origin, kind); err != nil {
		return c, cli.Usage("einmal-peer load wants the address of a server, such as "+
			"https://call.example, not %q.", origin)
	}
	if f.peers < 2 || f.peers > 6 || f.rooms < 1 || f.seconds < 1 || f.atOnce < 1 {
		return c, cli.Usage("-peers wants 2 to 6; -rooms, -seconds and -at-once want 1 or more.")
	}
	newLink := func() (links.Link, error) {
		link, err := links.New(origin, kind)
		if err != nil {
			return link, err
		}
		return withCreator(link, *f.creator)
	}
	return loadtest.Config{NewLink: newLink, Kind: kind, Options: o, Rooms: f.rooms,
		Peers: f.peers, AtOnce: f.atOnce, Seconds: f.seconds}, nil
}
