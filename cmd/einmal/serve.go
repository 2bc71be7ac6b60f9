package main

import (
	"context"
	"errors"
	"flag"

	"einmal/internal/cli"
)

func setUpServe(set *flag.FlagSet) cli.Action {
	f := newServeFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		c, err := f.config(i.Getenv)
		if err != nil {
			return err
		}
		if err := c.mayServe(); err != nil {
			return err
		}
		n, err := start(c, i.Err)
		if err != nil {
			return err
		}
		if err := n.announce(i.Out); err != nil {
			return errors.Join(err, n.close())
		}
		return n.wait(ctx)
	}
}
