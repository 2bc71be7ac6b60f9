package config

import (
	"net/netip"

	"einmal/internal/cli"
	"einmal/internal/origin"
)

// CreatePolicy says who may create rooms.
type CreatePolicy string

const (
	CreateLocal     CreatePolicy = "local"
	CreateWithToken CreatePolicy = "token"
	CreateOpen      CreatePolicy = "open"
)

func parseCreate(text string) (CreatePolicy, error) {
	switch w := CreatePolicy(text); w {
	case CreateLocal, CreateWithToken, CreateOpen:
		return w, nil
	}
	return "", cli.Usage("-create wants local, token or open, not %q.", text)
}

// MayCreate: who is not on this machine needs an open server. A public address in the name of
// localhost would let whoever reaches another address pretend to be.
func (c Config) MayCreate(public origin.Origin) bool {
	listens, err := netip.ParseAddr(c.Host)
	return c.Create != CreateLocal || public.IsLoopback() && err == nil && listens.IsLoopback()
}
