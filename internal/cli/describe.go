package cli

import (
	"encoding/json"
	"flag"
	"io"
	"slices"
	"strings"
)

// Description is the table of commands as data: what "help -json" prints, and what man pages and
// completions are made of.
type Description struct {
	Name     string               `json:"name"`
	About    string               `json:"about"`
	Commands []CommandDescription `json:"commands"`
	Notes    string               `json:"notes,omitempty"`
}

// CommandDescription is one command; the texts are those of [Command].
type CommandDescription struct {
	Name    string            `json:"name"`
	Takes   string            `json:"takes,omitempty"`
	Summary string            `json:"summary"`
	Details string            `json:"details,omitempty"`
	Flags   []FlagDescription `json:"flags,omitempty"`
}

// FlagDescription is one flag.
type FlagDescription struct {
	Name    string `json:"name"`
	Value   string `json:"value,omitempty"` // what it takes, such as "DIR"; a switch takes nothing
	Text    string `json:"text"`
	Default string `json:"default,omitempty"`
	Env     string `json:"env,omitempty"` // the variable that stands for it
}

func (p *Program) writeDescription(w io.Writer) error {
	d := Description{Name: p.Name, About: p.About, Notes: p.Notes}
	for _, c := range p.Commands {
		set := newFlagSet("")
		c.Setup(set)
		described := CommandDescription{Name: c.Name, Takes: c.Takes, Summary: c.Summary,
			Details: c.Details}
		set.VisitAll(func(f *flag.Flag) {
			described.Flags = append(described.Flags, describeFlag(f, c.Env))
		})
		d.Commands = append(d.Commands, described)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(d)
}

func describeFlag(f *flag.Flag, env func(string) bool) FlagDescription {
	_, text := flag.UnquoteUsage(f)
	_, value, _ := strings.Cut(flagSyntax(f), " ")
	d := FlagDescription{Name: f.Name, Value: value, Text: text, Default: shownDefault(f)}
	if env != nil && env(f.Name) {
		d.Env = EnvName(f.Name)
	}
	return d
}

// shownDefault is what a flag is without being given, where that is worth a word.
func shownDefault(f *flag.Flag) string {
	if slices.Contains([]string{"", "false", "0"}, f.DefValue) {
		return ""
	}
	return f.DefValue
}
