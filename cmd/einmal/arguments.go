package main

import (
	"errors"
	"flag"
	"io"
)

// parseArguments reads flags and at most one operand, in any order, as people type them. Errors are
// for people.
func parseArguments(set *flag.FlagSet, args []string) (operand string, err error) {
	set.SetOutput(io.Discard) // report says it, in one sentence
	for given := false; ; given = true {
		switch err := set.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return "", errHelp
		case err != nil:
			return "", usage("%v; einmal help lists the flags.", err)
		case set.NArg() == 0:
			return operand, nil
		case given:
			return "", usage("einmal %s takes one address, not several.", set.Name())
		}
		operand, args = set.Arg(0), set.Args()[1:]
	}
}

// parseWords reads flags before, between and after the words, and gives those; the named flags may
// come from the environment instead. Errors are for people, but for [errHelp].
func parseWords(set *flag.FlagSet, args []string, getenv func(string) string,
	fromEnvironment ...string) (words []string, err error) {
	for {
		if err := set.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, errHelp
		} else if err != nil {
			return nil, usage("%v; einmal help lists the flags.", err)
		}
		if set.NArg() == 0 {
			break
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
	given := map[string]bool{}
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for _, name := range fromEnvironment {
		if value := getenv(envName(name)); value != "" && !given[name] {
			_ = set.Set(name, value) // a text takes every value
		}
	}
	return words, nil
}
