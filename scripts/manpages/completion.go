package main

import (
	"slices"
	"strings"

	"einmal/internal/cli"
)

// words are what may follow at one place of a command line: a word and what it is for.
type word struct {
	text, about string
}

// firstWords are the commands and the groups, in the order of the help.
func firstWords(program cli.Description) (words []word) {
	for _, c := range program.Commands {
		first, second, inGroup := strings.Cut(c.Name, " ")
		about := c.Summary
		if inGroup {
			about = second + ": " + c.Summary
		}
		last := len(words) - 1
		if last >= 0 && words[last].text == first {
			words[last].about += "; " + about
			continue
		}
		words = append(words, word{first, about})
	}
	return append(words, word{"help", "list the commands, or the flags of one"})
}

// secondWords are the commands of a group by their second word; none if first is a command.
func secondWords(program cli.Description, first string) (words []word) {
	for _, c := range program.Commands {
		if group, second, ok := strings.Cut(c.Name, " "); ok && group == first {
			words = append(words, word{second, c.Summary})
		}
	}
	return words
}

// groups are the first words that need a second one.
func groups(program cli.Description) (names []string) {
	for _, w := range firstWords(program) {
		if len(secondWords(program, w.text)) > 0 {
			names = append(names, w.text)
		}
	}
	return names
}

func joined(words []word) string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.text)
	}
	return strings.Join(texts, " ")
}

// The kinds of what a flag takes, for all shells.
const (
	takesNothing = iota
	takesFile
	takesDirectory
	takesOther
)

func kindOf(f cli.FlagDescription) int {
	switch f.Value {
	case "":
		return takesNothing
	case "FILE":
		return takesFile
	case "DIR":
		return takesDirectory
	}
	return takesOther
}

// flagsOf lists the flags of a command that take one of the kinds.
func flagsOf(c cli.CommandDescription, kinds ...int) string {
	var names []string
	for _, f := range c.Flags {
		if slices.Contains(kinds, kindOf(f)) {
			names = append(names, "-"+f.Name)
		}
	}
	return strings.Join(names, " ")
}

// escape puts a backslash before each of the characters.
func escape(text, characters string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(characters, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// single puts text between single quotes, for a POSIX shell.
func single(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
