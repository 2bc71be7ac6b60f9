package cli

import (
	"context"
	"errors"
	"flag"
	"io"
	"strings"
)

// EnvName is the environment variable that stands for a flag.
func EnvName(flagName string) string {
	return "EINMAL_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// AnyFlag is for a command whose flags may all come from the environment.
func AnyFlag(string) bool { return true }

func (p *Program) runCommand(ctx context.Context, c *Command, args []string, s Streams) error {
	set := newFlagSet(p.Name + " " + c.Name)
	action := c.Setup(set)
	if group, _, ok := strings.Cut(c.Name, " "); ok {
		addFlags(set, p.group(group))
	}
	words, err := Parse(set, args, nil, nil)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return p.writeCommandHelp(s.Out, c)
	case err != nil:
		return err
	}
	if c.BesideServer {
		if s.Getenv, err = belowEnvironment(s.Getenv); err != nil {
			return err
		}
	}
	if c.Env != nil {
		if err := readEnv(set, c.Env, s.Getenv); err != nil {
			return err
		}
	}
	if err := checkWords(set.Name(), c, words); err != nil {
		return err
	}
	words = append(words, "")
	return action(ctx, Invocation{Streams: s, Operand: words[0]})
}

func newFlagSet(command string) *flag.FlagSet {
	set := flag.NewFlagSet(command, flag.ContinueOnError)
	set.SetOutput(io.Discard) // Report says what is wrong, in one sentence
	return set
}

// Parse reads flags before, between and after the words, as people type them. Flags that are not
// given, and for which env says so, come from the environment. Errors are for people, but for
// [flag.ErrHelp].
func Parse(set *flag.FlagSet, args []string, env func(flagName string) bool,
	getenv func(string) string) (words []string, err error) {
	for {
		switch err := set.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return nil, err
		case err != nil:
			return nil, Usage("%v; %s -h lists the flags.", err, set.Name())
		}
		if set.NArg() == 0 {
			break
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
	if env == nil {
		return words, nil
	}
	return words, readEnv(set, env, getenv)
}

// checkWords counts them. It quotes none that may be a link, which is a secret.
func checkWords(name string, c *Command, words []string) error {
	optional := strings.HasPrefix(c.Takes, "[")
	switch {
	case c.Takes == "" && len(words) > 0 && !strings.ContainsAny(words[0], "#%/"):
		return Usage("%s takes flags only, not %q.", name, words[0])
	case c.Takes == "" && len(words) > 0:
		return Usage("%s takes flags only.", name)
	case c.Takes != "" && len(words) > 1:
		return Usage("%s takes one %s, not several.", name, strings.Trim(c.Takes, "[]"))
	case c.Takes == "" || len(words) > 0 || optional:
		return nil
	case c.Wants != "":
		return Usage("%s wants %s.", name, c.Wants)
	}
	return Usage("%s wants a %s.", name, c.Takes)
}

// readEnv takes the flags that were not given from the environment.
func readEnv(set *flag.FlagSet, mayRead func(string) bool,
	getenv func(string) string) (err error) {
	given := map[string]bool{}
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	set.VisitAll(func(f *flag.Flag) {
		if given[f.Name] || !mayRead(f.Name) {
			return
		}
		value := getenv(EnvName(f.Name))
		if value != "" && f.Value.Set(value) != nil {
			err = Usage("%s does not take %q.", EnvName(f.Name), value)
		}
	})
	return err
}

// splitFlags cuts args behind the flags of a group's commands that come before the next word. A
// flag has one meaning in the whole group.
func splitFlags(members []Command, args []string) (flags, rest []string) {
	all := newFlagSet("")
	addFlags(all, members)
	if all.Parse(args) != nil {
		return nil, args
	}
	before := len(args) - all.NArg()
	return args[:before:before], args[before:]
}

// addFlags adds the flags of a group's commands that set does not have: each command takes those of
// the others as well, so that one set of flags does for all of them.
func addFlags(set *flag.FlagSet, members []Command) {
	for _, c := range members {
		own := newFlagSet("")
		c.Setup(own)
		own.VisitAll(func(f *flag.Flag) {
			if set.Lookup(f.Name) == nil {
				set.Var(f.Value, f.Name, "")
			}
		})
	}
}
