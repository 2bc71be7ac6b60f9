// Package turnserver is a TURN server (RFC 8656) that is closed and opens no ports.
//
// What it promises:
//   - A relayed address is not a socket. It is a virtual port inside this process, and can reach
//     only other allocations of the same room. The package opens no socket at all; it uses those
//     that [Config] hands in.
//   - Credentials belong to one peer in one room, and every authenticated request is checked
//     against them. Removing the peer, closing the room or the end of the credential's life ends
//     its allocations at once.
//   - It keeps no log of people: it writes and counts no address, name or tag, nor does the library
//     underneath. What it holds about a peer with allocations only [Server.Allocations] tells.
//
// How a message goes: udpConn (in batches on Linux) and stream read it. Data is forwarded at once
// (forward.go). Everything else is validated (validate.go), and good requests wait in a queue, so
// that they hold no data up. pionConn takes them from there, verifies their sender (authorize.go)
// and hands them to pion/turn, which speaks TURN's control protocol and which nothing but pion.go
// and pionconn.go knows. Events from pion keep the allocationTable in step.
//
// One goroutine reads each UDP socket and each stream, pion has one for each of our sockets, and
// one is parked for each allocation. All rooms, members, allocations and ports are under the one
// lock of the allocationTable; nothing blocks while it is held.
package turnserver

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"einmal/turnserver/internal/auth"
)

// Server is a running relay.
type Server struct {
	table     *allocationTable
	pionConns []*pionConn
	conns     []interface {
		serveClients() // until it is closed
		Close() error
	}
}

// New starts a relay on the sockets of the config. If it fails because of the config, they stay
// open.
func New(config Config) (*Server, error) {
	address, ok := netip.AddrFromSlice(config.Address)
	if address = address.Unmap(); !ok || !address.Is4() || address.IsUnspecified() {
		return nil, errNoAddress
	}
	if len(config.PacketConns)+len(config.Listeners) == 0 {
		return nil, errNoSocket
	}
	quotas, err := config.Quotas.complete()
	if err != nil {
		return nil, err
	}
	config.Quotas = quotas
	if config.Lifetime == 0 {
		config.Lifetime = defaultLifetime
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{table: newAllocationTable(address, config)}
	for _, conn := range config.PacketConns {
		d := newUDPConn(s.table, conn, config.Log)
		s.pionConns = append(s.pionConns, newPionConn(d.transport, conn.LocalAddr()))
		s.conns = append(s.conns, d)
	}
	for _, inner := range config.Listeners {
		l := newListener(s.table, inner, config.Log)
		s.pionConns = append(s.pionConns, newPionConn(l.transport, inner.Addr()))
		s.conns = append(s.conns, l)
	}
	for _, c := range s.pionConns {
		if err := startPion(c); err != nil {
			_ = s.Close()
			return nil, fmt.Errorf("start relay: %w", err)
		}
	}
	for _, c := range s.conns {
		go c.serveClients()
	}
	return s, nil
}

// Close ends all allocations and closes the sockets. It may be called more than once.
func (s *Server) Close() error {
	var errs []error
	for _, c := range s.conns {
		if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	for _, c := range s.pionConns {
		_ = c.Close()
	}
	s.table.closeAll()
	return errors.Join(errs...)
}

// Credentials makes a user name and password for a peer of a room, which expire at the time given.
// Room and peer exist from the first call until RemovePeer or CloseRoom; a peer that comes back
// gets a new tag, so that its earlier credentials stay worthless.
func (s *Server) Credentials(roomName, peer string) (username, pass string, expires time.Time) {
	table := s.table
	table.mu.Lock()
	defer table.mu.Unlock()
	r := table.rooms[roomName]
	if r == nil {
		r = table.addRoom(roomName, auth.NewTag())
	}
	m := r.members[peer]
	if m == nil {
		m = table.addMember(r, peer, auth.NewTag())
	}
	expires = time.Now().Add(table.lifetime).Truncate(time.Second)
	username = auth.Username(expires, r.tag, m.tag)
	return username, auth.Password(table.secret, username), expires
}

// RemovePeer ends a peer's allocations and makes its credentials worthless. An unknown peer is no
// error.
func (s *Server) RemovePeer(roomName, peer string) {
	table := s.table
	table.mu.Lock()
	defer table.mu.Unlock()
	r := table.rooms[roomName]
	if r == nil {
		return
	}
	if m := r.members[peer]; m != nil {
		delete(r.members, peer)
		table.retireMember(m)
	}
}

// CloseRoom ends all allocations of a room and forgets it. An unknown room is no error.
func (s *Server) CloseRoom(roomName string) {
	table := s.table
	table.mu.Lock()
	defer table.mu.Unlock()
	if r := table.rooms[roomName]; r != nil {
		delete(table.rooms, roomName)
		table.forgetRoom(r)
	}
}

// Stats are the counters at one moment.
type Stats struct {
	Allocations int               // open now
	Allocated   uint64            // since the start
	Displaced   uint64            // of these, those that gave way to another one of the same member
	Packets     uint64            // relayed since the start
	Bytes       uint64            // of payload in them
	Drops       map[string]uint64 // since the start, by reason
}

// Stats reads the counters.
func (s *Server) Stats() Stats {
	table := s.table
	now := Stats{
		Allocated: table.allocated.Load(), Displaced: table.displaced.Load(),
		Packets: table.packets.Load(), Bytes: table.bytes.Load(), Drops: make(map[string]uint64),
	}
	for reason, name := range dropNames[1:] {
		now.Drops[name] = table.drops[reason+1].Load()
	}
	table.mu.RLock()
	defer table.mu.RUnlock()
	now.Allocations = len(table.ports)
	return now
}
