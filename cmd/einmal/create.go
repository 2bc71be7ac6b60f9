package main

import (
	"net/netip"

	"einmal/internal/cli"
)

// who may create rooms.
type who string

const (
	whoLocal     who = "local"
	whoCreators  who = "token"
	whoEverybody who = "open"
)

func parseCreate(text string) (who, error) {
	switch w := who(text); w {
	case whoLocal, whoCreators, whoEverybody:
		return w, nil
	}
	return "", cli.Usage("-create wants local, token or open, not %q.", text)
}

// mayCreate: who is not on this machine needs an open server. A public address in the name of
// localhost would let whoever reaches another address pretend to be.
func (c config) mayCreate(public origin) bool {
	listens, err := netip.ParseAddr(c.host)
	return c.create != whoLocal || public.isLoopback() && err == nil && listens.IsLoopback()
}
