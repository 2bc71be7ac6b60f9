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
	// the IPv4 address in relayed candidates; nothing reaches it from outside, so any will do
	Address  net.IP
	Log      *slog.Logger  // nil discards it
	Lifetime time.Duration // of a credential; 0 is one hour
	Quotas   Quotas
	// signs credentials; if empty, a random one. Relays with the same secret accept each other's
	// credentials
	Secret []byte
	// rooms and peers do not come from Credentials, but from any user name that the secret signed
	AnyRoom bool

	// Settled is called when a connection of Listeners gets an allocation, and when it has none any
	// more. It must not block, and may be nil.
	Settled func(conn net.Conn, settled bool)
}

// defaultLifetime is long enough that a call rarely renews its credential, and short enough that a
// leaked one is soon worthless.
const defaultLifetime = time.Hour

// errNoAddress and errNoSocket are the caller's mistakes.
var (
	errNoAddress = errors.New("turnserver: no IPv4 relay address")
	errNoSocket  = errors.New("turnserver: no socket")
)
