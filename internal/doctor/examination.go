package doctor

import (
	"net"
	"net/netip"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/config"
	"einmal/internal/origin"
)

const programName = "einmal"

// quietTime is longer than the 20 s after which the server gives a sign of life.
const quietTime = 23 * time.Second

func newExamination(c config.Config, m Machine) *examination {
	if m.Resolver == nil {
		m.Resolver = &net.Resolver{}
	}
	if m.Addresses == nil {
		m.Addresses = ownAddresses()
	}
	if m.Systemctl == "" {
		m.Systemctl = "systemctl"
	}
	if m.Quiet == 0 {
		m.Quiet = quietTime
	}
	if m.Clock == clockUnknown {
		m.Clock = clockState()
	}
	e := &examination{Machine: m, config: c, public: c.Public}
	if e.public == (origin.Origin{}) {
		e.public = origin.Local(c.Scheme(), c.Port)
	}
	e.pid, e.runs = adminsocket.ServerProcess(c.DataDir)
	if !e.runs && c.InMemory { // which needs no directory, so that no socket is in it
		for _, h := range e.holders("tcp", c.Host, c.Port) {
			if h.program == programName {
				e.pid, e.runs = h.pid, true
			}
		}
	}
	return e
}

// ownAddresses are those that others may reach.
func ownAddresses() (own []netip.Addr) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, one := range all {
		prefix, err := netip.ParsePrefix(one.String())
		if ip := prefix.Addr().Unmap(); err == nil && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
			own = append(own, ip)
		}
	}
	return own
}
