package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/coreos/go-systemd/v22/daemon"

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
		if err := errors.Join(n.Announce(i.Out), tellManager(daemon.SdNotifyReady)); err != nil {
			return errors.Join(err, n.Close())
		}
		context.AfterFunc(ctx, func() { _ = tellManager(daemon.SdNotifyStopping) })
		return n.Wait(ctx)
	}
}

// tellManager tells the service manager how the service is (sd_notify(3)), if there is one that
// wants to know.
func tellManager(state string) error {
	if _, err := daemon.SdNotify(false, state); err != nil {
		return fmt.Errorf("tell the service manager %s: %w", state, err)
	}
	return nil
}
