package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"einmal/internal/creators"
	"einmal/internal/links"
)

// creatorFlags are those that einmal creator shares with serve, in words and in meaning.
type creatorFlags struct {
	set          *flag.FlagSet
	data, public string
	json         bool
}

func newCreatorFlags() *creatorFlags {
	f := &creatorFlags{set: flag.NewFlagSet("creator", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard)
	f.set.StringVar(&f.data, "data", "", "")
	f.set.StringVar(&f.public, "public-url", "http://localhost:8080", "")
	f.set.BoolVar(&f.json, "json", false, "")
	return f
}

// runCreator lists and changes who may create rooms, also while the server runs.
func runCreator(args []string, getenv func(string) string, stdout io.Writer) error {
	f := newCreatorFlags()
	words, err := f.parse(args, getenv)
	if err != nil {
		return err
	}
	list := creators.Open(f.data)
	switch {
	case len(words) == 2 && words[0] == "add":
		return f.add(list, words[1], stdout)
	case len(words) == 2 && words[0] == "remove":
		return creatorProblem(list.Remove(words[1]), words[1])
	case len(words) == 1 && words[0] == "list":
		return f.list(list, stdout)
	default:
		return usage("einmal creator wants add LABEL, remove LABEL or list; a LABEL with spaces " +
			"goes in quotes.")
	}
}

// parse reads the flags and gives the words.
func (f *creatorFlags) parse(args []string,
	getenv func(string) string) (words []string, err error) {
	words, err = parseWords(f.set, args, getenv, "data", "public-url")
	switch {
	case err == errHelp:
		return nil, usage("einmal creator wants add LABEL, remove LABEL or list, and takes -data " +
			"DIR, -public-url URL and -json.")
	case err != nil:
		return nil, err
	}
	if f.data == "" {
		if f.data, err = defaultData(getenv); err != nil {
			return nil, err
		}
	}
	return words, nil
}

// add prints the new link, which is kept nowhere.
func (f *creatorFlags) add(list *creators.List, label string, stdout io.Writer) error {
	public, err := parseOrigin("-public-url", f.public)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.data, 0o700); err != nil {
		return storeProblem(f.data, err)
	}
	seed, err := list.Add(label)
	if err != nil {
		return creatorProblem(err, label)
	}
	link := links.Creator(public.String(), seed)
	if f.json {
		return json.NewEncoder(stdout).Encode(map[string]string{"label": label, "link": link})
	}
	_, err = fmt.Fprintf(stdout, "%s\nWhoever opens this link can create rooms. It is shown only "+
		"now; the server keeps a hash of its key.\n", link)
	return err
}

func (f *creatorFlags) list(list *creators.List, stdout io.Writer) error {
	labels, err := list.Labels()
	switch {
	case err != nil:
		return creatorProblem(err, "")
	case f.json:
		return json.NewEncoder(stdout).Encode(labels)
	case len(labels) == 0:
		_, err = fmt.Fprintln(stdout, "There are no creators.")
	default:
		_, err = fmt.Fprintln(stdout, strings.Join(labels, "\n"))
	}
	return err
}

// creatorProblem explains what is wrong with the list or the label.
func creatorProblem(err error, label string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, creators.ErrLabel):
		return usage("A label has 1 to %d characters on one line, and no space at its ends.",
			creators.MaxLabel)
	case errors.Is(err, creators.ErrExists):
		return problem{"creator-exists", fmt.Sprintf("There is a creator %q already; choose "+
			"another label, or remove that one first.", label)}
	case errors.Is(err, creators.ErrUnknown):
		return problem{"creator-unknown", fmt.Sprintf("There is no creator %q; einmal creator "+
			"list shows them.", label)}
	case errors.Is(err, creators.ErrBusy):
		return problem{"creators-busy", "Another change is under way; if there is none, remove " +
			"the file creators.new from the data directory."}
	case errors.Is(err, creators.ErrDamaged):
		return problem{"creators-damaged", fmt.Sprintf("The file creators in the data directory "+
			"is damaged (%v); mend or remove it.", err)}
	}
	return problem{"data-unusable", fmt.Sprintf("The list of creators cannot be used: %v.", err)}
}
