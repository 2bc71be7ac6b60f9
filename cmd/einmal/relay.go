package main

import (
	"context"
	"flag"
	"runtime/debug"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/server"
)

// collectAt is how much of a relay's memory, in percent, may be garbage before it is collected, in
// place of the runtime's 100. Only clients that come make any, and packets none: with 1,000 of them
// over TCP or TLS an eighth less memory is taken, and no time that could be measured. With less
// than 50 the first collection comes so early that at a few clients it takes more than it frees.
const collectAt = 50

func setUpRelay(set *flag.FlagSet) cli.Action {
	f := config.NewRelayFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		c, err := f.Check()
		if err != nil {
			return err
		}
		if i.Getenv("GOGC") == "" {
			debug.SetGCPercent(collectAt)
		}
		return server.RunRelay(ctx, c, i.Out, i.Err)
	}
}
