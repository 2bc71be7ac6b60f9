package main

import (
	"context"
	"errors"
	"flag"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/server"
)

func setUpServe(set *flag.FlagSet) cli.Action {
	f := config.NewServeFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		c, err := f.Check(i.Getenv)
		if err != nil {
			return err
		}
		if err := c.CheckOperator(); err != nil {
			return err
		}
		client, err := openClient()
		if err != nil {
			return clientProblem(err)
		}
		n, err := server.Start(c, client, i.Err)
		if err != nil {
			return err
		}
		if err := n.Announce(i.Out); err != nil {
			return errors.Join(err, n.Close())
		}
		return n.Wait(ctx)
	}
}
