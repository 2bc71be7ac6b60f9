package main

import (
	"fmt"
	"strings"

	"einmal/internal/cli"
)

// zshCompletion is for /usr/share/zsh/vendor-completions.
func zshCompletion(program cli.Description) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#compdef %[1]s\n# written by scripts/manpages from \"%[1]s help -json\"\n\n"+
		"local -a choices\nif (( CURRENT == 2 )); then\n", program.Name)
	zshChoices(&b, firstWords(program))
	b.WriteString("fi\nlocal command=$words[2]\nshift words; (( CURRENT-- ))\ncase $command in\n")
	for _, group := range groups(program) {
		fmt.Fprintf(&b, "%s)\nif (( CURRENT == 2 )); then\n", group)
		zshChoices(&b, secondWords(program, group))
		b.WriteString("fi\ncommand+=\" $words[2]\"\nshift words; (( CURRENT-- ))\n;;\n")
	}
	b.WriteString("help)\n")
	zshChoices(&b, firstWords(program))
	b.WriteString(";;\nesac\ncase $command in\n")
	for _, c := range program.Commands {
		fmt.Fprintf(&b, "%s) _arguments", single(c.Name))
		for _, f := range c.Flags {
			spec := "-" + f.Name + "[" + escape(f.Text, `\[]:`) + "]"
			switch kindOf(f) {
			case takesFile:
				spec += ":" + f.Value + ":_files"
			case takesDirectory:
				spec += ":" + f.Value + ":_files -/"
			case takesOther:
				spec += ":" + escape(f.Value, ":") + ": "
			}
			fmt.Fprintf(&b, " \\\n\t%s", single(spec))
		}
		b.WriteString(" ;;\n")
	}
	b.WriteString("esac\n")
	return b.String()
}

func zshChoices(b *strings.Builder, words []word) {
	b.WriteString("choices=(\n")
	for _, w := range words {
		fmt.Fprintf(b, "\t%s\n", single(w.text+":"+escape(w.about, `\:`)))
	}
	b.WriteString(")\n_describe command choices\nreturn\n")
}

// fishCompletion is for /usr/share/fish/vendor_completions.d.
func fishCompletion(program cli.Description) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# written by scripts/manpages from \"%[1]s help -json\"\ncomplete -c %[1]s -f\n",
		program.Name)
	add := func(condition, what, about string) {
		fmt.Fprintf(&b, "complete -c %s -n %s %s -d %s\n", program.Name, fishQuoted(condition), what,
			fishQuoted(about))
	}
	for _, w := range firstWords(program) {
		add("__fish_use_subcommand", "-a "+w.text, w.about)
		if w.text != "help" {
			add("__fish_seen_subcommand_from help", "-a "+w.text, w.about)
		}
	}
	for _, group := range groups(program) {
		seconds := secondWords(program, group)
		for _, w := range seconds {
			add("__fish_seen_subcommand_from "+group+"; and not __fish_seen_subcommand_from "+
				joined(seconds), "-a "+w.text, w.about)
		}
	}
	for _, c := range program.Commands {
		condition := "__fish_seen_subcommand_from " +
			strings.ReplaceAll(c.Name, " ", "; and __fish_seen_subcommand_from ")
		for _, f := range c.Flags {
			what := "-o " + f.Name
			switch kindOf(f) {
			case takesFile:
				what += " -r -F"
			case takesDirectory:
				what += " -x -a '(__fish_complete_directories)'"
			case takesOther:
				what += " -x"
			}
			add(condition, what, f.Text)
		}
	}
	return b.String()
}

func fishQuoted(text string) string { return "'" + escape(text, `\'`) + "'" }
