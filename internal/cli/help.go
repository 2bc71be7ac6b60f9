package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// writeHelp answers "help", "help COMMAND", "help GROUP" and, for programs, "help -json".
func (p *Program) writeHelp(w io.Writer, words []string) error {
	name := strings.Join(words, " ")
	switch name {
	case "":
		return p.writeList(w)
	case "-json":
		return p.writeDescription(w)
	}
	if c := p.command(name); c != nil {
		return p.writeCommandHelp(w, c)
	}
	if len(p.group(name)) > 0 {
		return p.writeGroupHelp(w, name)
	}
	return Usage("There is no command %q; %s help lists them.", name, p.Name)
}

// writeList is the help of the program, which fits on one screen.
func (p *Program) writeList(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s.\n\n", p.Name, p.About)
	writeCommands(&b, p.Name, append(slices.Clone(p.Commands),
		Command{Name: "help", Takes: "[COMMAND]", Summary: "show this list, or a command's flags"}))
	if p.Notes != "" {
		b.WriteString("\n" + p.Notes)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeCommands(b *strings.Builder, program string, commands []Command) {
	call := func(c Command) string {
		return strings.TrimSpace(program + " " + c.Name + " " + c.Takes)
	}
	width := 0
	for _, c := range commands {
		width = max(width, len(call(c)))
	}
	for _, c := range commands {
		fmt.Fprintf(b, "  %-*s  %s\n", width, call(c), c.Summary)
	}
}

// writeGroupHelp is what the commands of a group say of themselves.
func (p *Program) writeGroupHelp(w io.Writer, name string) error {
	for i, c := range p.group(name) {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := p.writeCommandHelp(w, &c); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) writeCommandHelp(w io.Writer, c *Command) error {
	set := newFlagSet("")
	c.Setup(set)
	var flags []*flag.Flag
	set.VisitAll(func(f *flag.Flag) { flags = append(flags, f) })

	var b strings.Builder
	words := []string{p.Name, c.Name}
	if c.Takes != "" {
		words = append(words, c.Takes)
	}
	if len(flags) > 0 {
		words = append(words, "[flags]")
	}
	fmt.Fprintf(&b, "%s\n    %s.\n", strings.Join(words, " "), c.Summary)
	for line := range strings.Lines(c.Details) {
		b.WriteString("    " + line)
	}
	if len(flags) > 0 {
		b.WriteString("\n")
	}
	writeFlags(&b, flags)
	b.WriteString(envNote(c, flags))
	_, err := io.WriteString(w, b.String())
	return err
}

// writeFlags gives each flag one line.
func writeFlags(b *strings.Builder, flags []*flag.Flag) {
	width := 0
	for _, f := range flags {
		width = max(width, len(flagSyntax(f)))
	}
	for _, f := range flags {
		_, text := flag.UnquoteUsage(f)
		if value := shownDefault(f); value != "" {
			text += " (default " + value + ")"
		}
		fmt.Fprintf(b, "  %-*s  %s\n", width, flagSyntax(f), text)
	}
}

func flagSyntax(f *flag.Flag) string {
	value, _ := flag.UnquoteUsage(f)
	return strings.TrimSpace("-" + f.Name + " " + value)
}

// envNote says which flags the environment may give.
func envNote(c *Command, flags []*flag.Flag) string {
	if c.Env == nil {
		return ""
	}
	var names []string
	for _, f := range flags {
		if c.Env(f.Name) {
			names = append(names, EnvName(f.Name))
		}
	}
	wins := ". A flag wins.\n"
	if c.BesideServer {
		wins = ", or from\n" + ConfigPath + " (or the file that " + ConfigVariable +
			" names). A flag wins.\n"
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == len(flags):
		return "\nEach flag may come from the environment, such as " + names[0] + wins
	}
	return "\nFrom the environment: " + strings.Join(names, ", ") + wins
}
