package main

import (
	"runtime/debug"
	"strings"
	"time"

	"einmal/internal/notice"
)

// longestRoom is the longest lifetime that the protocol lets a client ask for (docs/protocol.md,
// 3.1).
const longestRoom = 30 * 24 * time.Hour

// facts says what a server with this configuration does, under the origin that people open.
func (c config) facts(public origin) notice.Facts {
	now := time.Now()
	f := notice.Facts{
		Version:     buildVersion(),
		Address:     public.String(),
		Local:       public.isLoopback() || public == origin{}, // not told: it will be localhost
		Operator:    c.operator,
		Encryption:  notice.EncryptedAtProxy,
		Storage:     notice.OnDisk,
		Creators:    notice.NobodyCreates,
		LongestRoom: longestRoom,
		Metrics:     c.metrics.IsValid(),
		Proxy:       c.proxy.IsValid(),
		Incident:    c.incidentAt(now),
		Date:        now.UTC(),
	}
	switch {
	case c.hasTLS() && !f.Proxy: // a proxy that reads requests ends what browsers have encrypted
		f.Encryption = notice.EncryptedHere
	case f.Local && public.scheme != "https":
		f.Encryption = notice.Unencrypted
	}
	f.Relays = strings.Join(relayHosts(c.relays), ", ")
	if c.memory {
		f.Storage = notice.InMemory
	}
	switch {
	case c.create == whoEverybody:
		f.Creators = notice.EverybodyCreate
	case c.create == whoCreators:
		f.Creators = notice.InvitedCreate
	case c.mayCreate(public):
		f.Creators = notice.LocalCreates
	}
	return f
}

func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
