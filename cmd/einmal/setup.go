package main

import (
	"context"
	"flag"

	"einmal/internal/cli"
	"einmal/internal/notice"
	"einmal/internal/setup"
)

func setUpSetup(set *flag.FlagSet) cli.Action {
	var o setup.Options
	set.StringVar(&o.Answers, "answers", "", "take the answers from `FILE` and ask nothing")
	lang := set.String("lang", "", "speak this `LANGUAGE`, de or en; by default that of LANG")
	set.StringVar(&o.Root, "root", "", "write below `DIR` instead of /, and start nothing")
	return func(ctx context.Context, i cli.Invocation) error {
		o.Language = notice.Language(*lang)
		return setup.Run(ctx, o, i.Streams)
	}
}
