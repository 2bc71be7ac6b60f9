package config

import (
	"net/netip"
	"time"

	"einmal/internal/cli"
	"einmal/internal/origin"
)

// CreateMode is the value of -create: who may create rooms.
type CreateMode string

const (
	CreateLocal     CreateMode = "local"
	CreateWithToken CreateMode = "token"
	CreateOpen      CreateMode = "open"
)

func parseCreate(text string) (CreateMode, error) {
	switch mode := CreateMode(text); mode {
	case CreateLocal, CreateWithToken, CreateOpen:
		return mode, nil
	}
	return "", cli.Usage("-create wants local, token or open, not %q.", text)
}

// mostRoomDays is as far ahead as people make appointments.
const mostRoomDays = 365

// parseRoomDays reads -room-days: for how long a room may be made.
func parseRoomDays(days int) (time.Duration, error) {
	if days < 1 || days > mostRoomDays {
		return 0, cli.Usage("-room-days wants a number of days from 1 to %d, not %d.",
			mostRoomDays, days)
	}
	return time.Duration(days) * 24 * time.Hour, nil
}

// MayCreate says whether anybody at all may create rooms. With -create local only this machine may,
// so the server has to listen on a loopback address and be called by one: behind a public address
// that says localhost, anybody could pretend to be local.
func (c Config) MayCreate(public origin.Origin) bool {
	listens, err := netip.ParseAddr(c.Host)
	return c.CreateMode != CreateLocal || public.IsLoopback() && err == nil && listens.IsLoopback()
}
