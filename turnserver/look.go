package turnserver

import (
	"cmp"
	"crypto/tls"
	"net"
	"net/netip"
	"slices"
	"time"
)

// Allocation is what the relay holds about one relayed address of a peer. The library underneath
// holds the same once more, under the user name that the client was given.
type Allocation struct {
	Transport string         // udp, tcp or tls: how its client speaks to the relay
	Client    netip.AddrPort // where that is
	Relayed   netip.AddrPort // exists in this process alone
	Expires   time.Time
	Permitted bool      // others of the room may send to it
	Channels  int       // bound to relayed addresses of others
	Sent      time.Time // when its client sent data or, if it has not, allocated; to a second
}

// Allocations returns what is held about a peer at this moment, by relayed port; nothing of an
// unknown one.
func (s *Server) Allocations(roomName, peer string) []Allocation {
	x := s.exchange
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := x.rooms[roomName]
	if r == nil || r.members[peer] == nil {
		return nil
	}
	var held []Allocation
	for a := range r.members[peer].allocations {
		held = append(held, Allocation{
			Transport: a.transport(), Client: a.from,
			Relayed: netip.AddrPortFrom(x.relayed, a.port),
			Expires: a.expires, Permitted: a.permitted, Channels: len(a.channels),
			Sent: x.start.Add(time.Duration(a.sent.Load())),
		})
	}
	slices.SortFunc(held, func(a, b Allocation) int {
		return cmp.Compare(a.Relayed.Port(),
			b.Relayed.Port())
	})
	return held
}

func (a *allocation) transport() string {
	switch client := a.client.(type) {
	case *datagramClient:
		return "udp"
	case *stream:
		if isTLS(client.Conn) {
			return "tls"
		}
	}
	return "tcp"
}

// isTLS looks through what others have put around a connection.
func isTLS(conn net.Conn) bool {
	for {
		if _, ok := conn.(*tls.Conn); ok {
			return true
		}
		inner, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return false
		}
		conn = inner.NetConn()
	}
}
