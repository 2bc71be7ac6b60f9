package signal

import (
	"time"

	"einmal/internal/protocol"
)

// Credentials are what a member needs to use the TURN relay (RFC 8656).
type Credentials struct {
	URLs               []string
	Username, Password string
	Expires            time.Time
}

// Relay is how the hub asks for a TURN relay. Without Credentials there is none. Rooms and peers
// are named by random tags, new ones each time a room is taken into memory. The calls for one room
// come one after the other, never under a lock of the hub; Allocations, which says what the relay
// holds about a peer, may be called at the same time.
type Relay struct {
	Credentials func(room, peer string) Credentials
	RemovePeer  func(room, peer string)
	// ReleaseSilent ends the allocations of a peer that it no longer uses.
	ReleaseSilent func(room, peer string)
	CloseRoom     func(room string)
	Allocations   func(room, peer string) []protocol.Allocation
}
