// Package turnserver is a TURN relay (RFC 8656) that is closed and portless.
//
// What it promises:
//   - A relayed address is not a socket. It is a virtual port inside this process, and the only thing it can reach is another
//     allocation of the same room. The package opens no socket at all; it lives on those that [Config] hands in.
//   - Credentials belong to one peer in one room and are looked at on every authenticated request. Removing the peer, closing
//     the room or the end of the credential's life ends its allocations at once.
//   - It keeps no log of people: no address, name or tag is written or counted, also not by the library underneath. What it
//     holds about a peer while that has allocations it says to who runs it ([Server.Allocations]), and to nobody else.
//
// Who does what: pion/turn speaks the protocol's control half (file pion.go and nothing else knows
// it). The carriers datagrams and listener relay all data on their own (on Linux in batches);
// requests that pass the screen wait in a queue for pion, which has a goroutine for each carrier,
// so that no request holds data up. One goroutine reads each UDP socket, one each stream, one parks
// per allocation (pion's). All rooms, peers, allocations and ports are under the one lock of the
// exchange; nothing blocks under it.
package turnserver

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"time"
)

// Config says where the relay lives. At least one socket is required.
type Config struct {
	PacketConns []net.PacketConn // UDP; the server closes them
	// TCP or TLS, with connections already told apart; the server closes them
	Listeners []net.Listener
	// what relayed candidates carry, IPv4; never reached from outside, so any such address will do
	Address  net.IP
	Log      *slog.Logger  // nil discards
	Lifetime time.Duration // of a credential; 0 is one hour
	Quotas   Quotas
	// signs credentials; empty is one of its own, others are for several relays with the same
	// credentials
	Secret []byte
	// rooms and peers are not told by Credentials but by any user name that the secret has signed
	AnyRoom bool

	// Settled is told that a connection of Listeners has an allocation, or has none any more. It
	// must not block; nil is nobody.
	Settled func(conn net.Conn, settled bool)
}

// defaultLifetime is long enough that a call rarely renews, and short enough that a leaked
// credential is soon worthless.
const defaultLifetime = time.Hour

// errNoAddress and errNoSocket are mistakes of the caller.
var (
	errNoAddress = errors.New("turnserver: no IPv4 relay address")
	errNoSocket  = errors.New("turnserver: no socket")
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

// New starts a relay on the sockets of the config. Of a config that is wrong, the sockets stay
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
		s.pionConns, s.conns = append(s.pionConns,
			newPionConn(d.transport, conn.LocalAddr())), append(s.conns, d)
	}
	for _, inner := range config.Listeners {
		l := newListener(s.table, inner, config.Log)
		s.pionConns, s.conns = append(s.pionConns,
			newPionConn(l.transport, inner.Addr())), append(s.conns, l)
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
