package peer

import (
	"einmal/internal/peer/pair"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
)

// Stats describes the connection to one member.
type Stats struct {
	SID          string    `json:"sid"`
	Name         string    `json:"name"`
	Route        rtc.Route `json:"route,omitempty"` // empty: not connected at the moment
	rtc.Received           // since the connection was made
}

// Stats returns one entry for each member that we have a connection with, in no particular order.
func (c *Call) Stats() (all []Stats) {
	c.runAndWait(func() {
		for _, p := range c.pairs {
			if p.IsMember && p.Conn != nil {
				all = append(all, statsOf(p))
			}
		}
	})
	return all
}

func statsOf(p *pair.Pair) Stats {
	s := Stats{SID: p.SID.String(), Name: p.Name}
	if p.IsReachable() {
		s.Route = p.Conn.Route()
	}
	s.Received = p.Conn.ReceivedMedia()
	return s
}

// Safety is the safety code of the connection to one member, and what the member says it runs.
type Safety struct {
	SID    string
	Name   string
	Client string           // browser or native; empty before the member has said so
	Code   *seal.SafetyCode // nil before it is made
}

// Safety returns one entry for each member that we are or were directly connected with, in no
// particular order.
func (c *Call) Safety() (all []Safety) {
	c.runAndWait(func() {
		for _, p := range c.pairs {
			if !p.IsMember || !p.WasOpen || p.IsClosed {
				continue
			}
			s := Safety{SID: p.SID.String(), Name: p.Name, Code: p.SafetyCode}
			if p.Build != nil {
				s.Client = p.Build.Client
			}
			all = append(all, s)
		}
	})
	return all
}

// RelayAccess is what the server has given us for its relay (RFC 8656).
type RelayAccess struct {
	URLs                 []string
	Username, Credential string
}

// Relay returns the newest access, or false before we are a member.
func (c *Call) Relay() (r RelayAccess, ok bool) {
	c.runAndWait(func() {
		if ok = c.relay != nil; ok {
			r = RelayAccess{c.relay.URLs, c.relay.Username, c.relay.Credential}
		}
	})
	return r, ok
}
