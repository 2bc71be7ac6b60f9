// Package cli is the command line of both programs: one table of commands, from which it picks the
// one that was asked for, reads its flags (and, where the command allows it, the environment), and
// writes the help. What goes wrong is a [Problem]: a stable code and one sentence.
package cli

import (
	"context"
	"flag"
	"io"
	"slices"
	"strings"
)

// Program is a program with its commands, in the order in which its help lists them.
type Program struct {
	Name     string
	About    string // what it does, after its name
	Commands []Command
	Notes    string // ends the help
}

// Command is one command. One whose name has two words, such as "room new", belongs to a group.
type Command struct {
	Name    string
	Takes   string // its only operand, such as "LINK"; "[LINK]" may be left out; empty: none
	Wants   string // the operand in words, for whoever leaves it out
	Summary string // a line in the list of commands
	Details string // what else its own help says

	// Env says whether a flag may come from the environment. Nil: none may.
	Env func(flagName string) bool
	// BesideServer: people run it by hand on the server's machine. What the environment does not
	// say comes from [ConfigPath].
	BesideServer bool
	// Setup registers the flags and returns the function that runs the command with their values.
	Setup func(*flag.FlagSet) Action
}

// Action runs a command whose flags are parsed.
type Action func(context.Context, Invocation) error

// Invocation is what a command gets besides its flags.
type Invocation struct {
	Streams
	Operand string // empty if there is none
}

// Streams are where a program reads and writes, apart from the process it lives in: answers go to
// Out, log lines to Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
}

// Run runs the command that args name until it is done or ctx ends. The error is for people; see
// [Report].
func (p *Program) Run(ctx context.Context, args []string, s Streams) error {
	if len(args) == 0 {
		return Usage("Say what to do: %s help lists the commands.", p.Name)
	}
	if isHelp(args[0]) {
		return p.writeHelp(s.Out, args[1:])
	}
	command, group, rest, err := p.find(args)
	switch {
	case err != nil:
		return err
	case command == nil:
		return p.writeGroupHelp(s.Out, group)
	}
	return p.runCommand(ctx, command, rest, s)
}

func isHelp(word string) bool {
	return slices.Contains([]string{"help", "-h", "-help", "--help"}, word)
}

// find gives the command that args begin with, and the arguments that are left. Both are nil for
// somebody who asks for help about a group.
func (p *Program) find(args []string) (c *Command, group string, rest []string, err error) {
	name, rest := args[0], args[1:]
	if c := p.command(name); c != nil {
		return c, "", rest, nil
	}
	members := p.group(name)
	if len(members) == 0 {
		return nil, "", nil, Usage("There is no command %q; %s help lists them.", name, p.Name)
	}
	if len(rest) > 0 && isHelp(rest[0]) {
		return nil, name, nil, nil
	}
	flags, rest := splitFlags(members, rest)
	if len(rest) > 0 {
		if c := p.command(name + " " + rest[0]); c != nil {
			return c, "", append(flags, rest[1:]...), nil
		}
	}
	return nil, "", nil, Usage("%s %s wants %s; %[1]s help %[2]s says more.", p.Name, name,
		alternatives(members))
}

func (p *Program) command(name string) *Command {
	for i := range p.Commands {
		if p.Commands[i].Name == name {
			return &p.Commands[i]
		}
	}
	return nil
}

// group gives the commands of a group.
func (p *Program) group(name string) (members []Command) {
	for _, c := range p.Commands {
		if strings.HasPrefix(c.Name, name+" ") {
			members = append(members, c)
		}
	}
	return members
}

// alternatives lists the second words of a group's commands, such as "new, list or end".
func alternatives(members []Command) string {
	var words []string
	for _, c := range members {
		_, word, _ := strings.Cut(c.Name, " ")
		words = append(words, strings.TrimSpace(word+" "+c.Takes))
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
