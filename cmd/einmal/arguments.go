package main

import (
	"errors"
	"flag"
	"io"
)

// parseArguments reads flags and at most one operand, in any order, as people type them. Errors are for people.
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
