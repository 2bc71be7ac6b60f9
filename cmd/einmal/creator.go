package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/creators"
	"einmal/internal/links"
	"einmal/internal/origin"
)

// creatorFlags are those that the commands about creators share.
type creatorFlags struct {
	data string
	json bool
}

func newCreatorFlags(set *flag.FlagSet) *creatorFlags {
	f := &creatorFlags{}
	set.StringVar(&f.data, "data", "", "the data `DIR` of the server; by default as with einmal "+
		"serve")
	set.BoolVar(&f.json, "json", false, "print JSON")
	return f
}

// open names the list, which a running server may be reading.
func (f *creatorFlags) open(getenv func(string) string) (list *creators.List, dir string,
	err error) {
	if dir = f.data; dir == "" {
		dir, err = config.DefaultDataDir(getenv)
	}
	return creators.Open(dir), dir, err
}

// setUpCreatorAdd prints the new link, which is kept nowhere.
func setUpCreatorAdd(set *flag.FlagSet) cli.Action {
	f := newCreatorFlags(set)
	url := set.String("public-url", "http://localhost:8080", "make the link for the server at "+
		"this `URL`")
	return func(_ context.Context, i cli.Invocation) error {
		list, dir, err := f.open(i.Getenv)
		if err != nil {
			return err
		}
		public, err := origin.Parse("-public-url", *url)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return config.DataProblem(dir, err)
		}
		seed, err := list.Add(i.Operand)
		if err != nil {
			return creatorProblem(err, i.Operand)
		}
		link := links.Creator(public.String(), seed)
		if f.json {
			return json.NewEncoder(i.Out).Encode(map[string]string{"label": i.Operand,
				"link": link})
		}
		_, err = fmt.Fprintf(i.Out, "%s\nWhoever opens this link can create rooms. It is shown "+
			"only now; the server keeps a hash of its key.\n", link)
		return err
	}
}

func setUpCreatorRemove(set *flag.FlagSet) cli.Action {
	f := newCreatorFlags(set)
	return func(_ context.Context, i cli.Invocation) error {
		list, _, err := f.open(i.Getenv)
		if err != nil {
			return err
		}
		return creatorProblem(list.Remove(i.Operand), i.Operand)
	}
}

func setUpCreatorList(set *flag.FlagSet) cli.Action {
	f := newCreatorFlags(set)
	return func(_ context.Context, i cli.Invocation) error {
		list, _, err := f.open(i.Getenv)
		if err != nil {
			return err
		}
		labels, err := list.Labels()
		switch {
		case err != nil:
			return creatorProblem(err, "")
		case f.json:
			return json.NewEncoder(i.Out).Encode(labels)
		case len(labels) == 0:
			labels = []string{"There are no creators."}
		}
		_, err = fmt.Fprintln(i.Out, strings.Join(labels, "\n"))
		return err
	}
}

// creatorProblem explains what is wrong with the list or the label.
func creatorProblem(err error, label string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, creators.ErrLabel):
		return cli.Usage("A label has 1 to %d characters on one line, and no space at its ends.",
			creators.MaxLabel)
	case errors.Is(err, creators.ErrExists):
		return cli.Problemf("creator-exists", "There is a creator %q already; choose another "+
			"label, or remove that one first.", label)
	case errors.Is(err, creators.ErrUnknown):
		return cli.Problemf("creator-unknown", "There is no creator %q; einmal creator list shows "+
			"them.", label)
	case errors.Is(err, creators.ErrBusy):
		return cli.Problemf("creators-busy", "Another change is under way; if there is none, "+
			"remove the file creators.new from the data directory.")
	case errors.Is(err, creators.ErrDamaged):
		return cli.Problemf("creators-damaged", "The file creators in the data directory is "+
			"damaged (%v); mend or remove it.", err)
	}
	return cli.Problemf("data-unusable", "The list of creators cannot be used: %v.", err)
}
