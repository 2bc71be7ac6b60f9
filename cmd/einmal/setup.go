package main

import (
	"context"
	"flag"

	"einmal/internal/cli"
	"einmal/internal/setup"
)

func setUpSetup(set *flag.FlagSet) cli.Action {
	var o setup.Options
	set.StringVar(&o.Answers, "answers", "", "take the answers from `FILE` and ask nothing")
	set.StringVar(&o.Language, "language", "", "speak `LANGUAGE` de or en; by default as LANG says")
	set.StringVar(&o.Root, "root", "", "write below `DIR` instead of /, and start nothing")
	return func(ctx context.Context, i cli.Invocation) error {
		return setup.Run(ctx, o, i.Streams)
	}
}
