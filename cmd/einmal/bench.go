package main

import (
	"context"
	"flag"
	"os"
	"slices"
	"time"

	"einmal/internal/bench"
	"einmal/internal/cli"
	"einmal/internal/notice"
)

func setUpBench(set *flag.FlagSet) cli.Action {
	var o bench.Options
	set.DurationVar(&o.Duration, "duration", 5*time.Second,
		"set up calls, and relay packets, for this `TIME` each, 100ms to 30s")
	lang := set.String("lang", "", "say it in this `LANGUAGE`, de or en; by default that of LANG")
	asJSON := set.Bool("json", false, "print JSON")
	return func(ctx context.Context, i cli.Invocation) error {
		language, err := readingLanguage(*lang, i.Getenv)
		if err != nil {
			return err
		}
		if o.Duration < bench.ShortestDuration || o.Duration > bench.LongestDuration {
			return cli.Usage("-duration wants a time from %v to %v, not %v.",
				bench.ShortestDuration, bench.LongestDuration, o.Duration)
		}
		if o.Program, err = os.Executable(); err != nil {
			return cli.Problemf("not-available", "The program does not find itself: %v.", err)
		}
		report, err := bench.Run(ctx, o)
		switch {
		case err != nil:
			return err
		case *asJSON:
			return report.WriteJSON(i.Out)
		}
		return report.WriteText(i.Out, language)
	}
}

// readingLanguage is what -lang says or, without it, the locale.
func readingLanguage(flag string, getenv func(string) string) (notice.Language, error) {
	language := notice.Language(flag)
	if flag == "" {
		language = notice.PreferredLanguage(getenv)
	}
	if !slices.Contains(notice.Languages, language) {
		return "", cli.Usage("-lang wants de or en, not %q.", flag)
	}
	return language, nil
}
