package turnserver

import (
	"errors"
	"log/slog"
	"net"
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
