package config

import (
	"runtime/debug"
	"strings"
	"time"

	"einmal/internal/notice"
	"einmal/internal/origin"
)

// Facts says what a server with this configuration does, under the origin that people open.
func (c Config) Facts(public origin.Origin) notice.Facts {
	now := time.Now()
	f := notice.Facts{
		Version: BuildVersion(),
		Address: public.String(),
		// not told: it will be localhost
		Local:       public.IsLoopback() || public == origin.Origin{},
		Operator:    c.Operator,
		Encryption:  notice.EncryptedAtProxy,
		Storage:     notice.OnDisk,
		Creators:    notice.NobodyCreates,
		LongestRoom: c.LongestRoom,
		Boxes:       c.MaxBoxes > 0,
		Metrics:     c.Metrics.IsValid(),
		Phone:       c.Phone.IsValid(),
		Proxy:       c.TrustedProxy.IsValid() || c.Balancer.IsValid(),
		Incident:    c.IncidentAt(now),
		Date:        now.UTC(),
	}
	switch {
	case c.HasTLS() && !c.TrustedProxy.IsValid(): // a proxy that reads requests ends what browsers have encrypted
		f.Encryption = notice.EncryptedHere
	case f.Local && public.Scheme != "https":
		f.Encryption = notice.Unencrypted
	}
	f.Authority = c.ACME.Authority()
	f.Relays = strings.Join(relayHosts(c.RelayURLs), ", ")
	if c.InMemory {
		f.Storage = notice.InMemory
	}
	switch {
	case c.CreateMode == CreateOpen:
		f.Creators = notice.EverybodyCreate
	case c.CreateMode == CreateWithToken:
		f.Creators = notice.InvitedCreate
	case c.MayCreate(public):
		f.Creators = notice.LocalCreates
	}
	return f
}

// releaseVersion is set by scripts/build for a package or an archive.
var releaseVersion string

// BuildVersion is the version of this program: that of its package, or else what Go has built in.
func BuildVersion() string {
	if releaseVersion != "" {
		return releaseVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
