package turnserver

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sort"
	"time"
)

// Allocation is what the relay holds about one relayed address of a peer. The library underneath
// holds the same, under the client's user name.
type Allocation struct {
	Transport string         // udp, tcp or tls: how its client reaches the relay
	Client    netip.AddrPort // the client's address
	Relayed   netip.AddrPort // exists only in this process
	Expires   time.Time
	Permitted bool      // others of the room may send to it
	Channels  int       // bound to relayed addresses of others
	Sent      time.Time // when its client last sent data, or else allocated; to the second
}

// Allocations returns what the relay holds about a peer at this moment, sorted by relayed port. It
// returns nil for an unknown peer.
func (s *Server) Allocations(roomName, peer string) []Allocation {
	table := s.table
	table.mu.RLock()
	defer table.mu.RUnlock()
	r := table.rooms[roomName]
	if r == nil || r.members[peer] == nil {
		return nil
	}
	var held []Allocation
	for a := range r.members[peer].allocations {
		held = append(held, Allocation{
			Transport: a.transportName(), Client: a.from,
			Relayed: netip.AddrPortFrom(table.relayed, a.port),
			Expires: a.expires, Permitted: a.permitted, Channels: len(a.channels),
			Sent: table.start.Add(time.Duration(a.lastSent.Load())),
		})
	}
	// Not by package slices, which would compile all of its sorting once more, for this type.
	sort.Slice(held, func(i, j int) bool {
		return held[i].Relayed.Port() < held[j].Relayed.Port()
	})
	return held
}

func (a *allocation) transportName() string {
	switch client := a.client.(type) {
	case *udpClient:
		return "udp"
	case *stream:
		if usesTLS(client.Conn) {
			return "tls"
		}
	}
	return "tcp"
}

// usesTLS looks through the wrappers around a connection.
func usesTLS(conn net.Conn) bool {
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
