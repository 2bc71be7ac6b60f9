package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"
)

// envName is the variable that stands for a flag.
func envName(flagName string) string {
	return "EINMAL_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// flagHelp lists flags with their variables, defaults and reasons.
func flagHelp(set *flag.FlagSet) string {
	var b strings.Builder
	set.VisitAll(func(f *flag.Flag) {
		_, text := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  -%s, %s\n", f.Name, envName(f.Name))
		if f.DefValue != "" {
			text += " (" + f.DefValue + ")"
		}
		fmt.Fprintf(&b, "      %s\n", text)
	})
	return b.String()
}

// parseFlags reads flags and, for those that are not given, the environment.
func parseFlags(set *flag.FlagSet, args []string, getenv func(string) string) (err error) {
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return errHelp
	case err != nil:
		return usage("%v; einmal help lists the flags.", err)
	case set.NArg() > 0:
		return usage("einmal %s takes flags only, not %q.", set.Name(), set.Arg(0))
	}
	given := map[string]bool{}
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	set.VisitAll(func(f *flag.Flag) {
		value := getenv(envName(f.Name))
		if value != "" && !given[f.Name] && f.Value.Set(value) != nil {
			err = usage("%s does not take %q.", envName(f.Name), value)
		}
	})
	return err
}
