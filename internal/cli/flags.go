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

func (p *Program) runCommand(ctx context.Context, c *Command, args []string, s Streams) error {
	set := newFlagSet()
	action := c.Setup(set)
	words, err := parseFlags(set, args)
	name := p.Name + " " + c.Name
	switch {
	case errors.Is(err, flag.ErrHelp):
		return p.writeCommandHelp(s.Out, c)
	case err != nil:
		return Usage("%v; %s -h lists the flags.", err, name)
	}
	if err := checkWords(name, c, words); err != nil {
		return err
	}
	if c.Env != nil {
		if err := readEnv(set, c.Env, s.Getenv); err != nil {
			return err
		}
	}
	words = append(words, "")
	return action(ctx, Invocation{Streams: s, Operand: words[0]})
}

func newFlagSet() *flag.FlagSet {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard) // Report says what is wrong, in one sentence
	return set
}

// parseFlags reads flags before, between and after the words, as people type them.
func parseFlags(set *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return words, nil
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
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
	all := newFlagSet()
	for _, c := range members {
		set := newFlagSet()
		c.Setup(set)
		set.VisitAll(func(f *flag.Flag) {
			if all.Lookup(f.Name) == nil {
				all.Var(f.Value, f.Name, "")
			}
		})
	}
	if all.Parse(args) != nil {
		return nil, args
	}
	before := len(args) - all.NArg()
	return args[:before:before], args[before:]
}
