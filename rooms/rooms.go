// Package rooms keeps the rooms of a server on disk, and as little of each as a server can do with.
//
// Inside the server a room has no other name than its [Key], a hash that cannot be turned back into
// the id a client sent. What is known of it (expiry to the hour, seats, whether it goes when
// everybody has gone, the epoch below which no roster holds any more, the host's public key, a
// sealed appointment that the server cannot read) is sealed under the server's own key, so neither
// the file nor its free pages hold anything in the clear. No name, no address, no time of creation
// is ever stored.
//
// Erased means gone: when [Store.Erase] or [Store.Sweep] returns, the bytes of the room are
// overwritten in the file (scrub.go).
//
// A [Store] owns its file: one process at a time, held by a lock. Its methods may be called from
// any goroutine; what each has done is on disk (fsync) when it returns. The package starts no
// goroutine: somebody has to call [Store.Sweep] now and then.
package rooms

import (
	"errors"
	"time"
)

// ID is what a client sends to name a room (protocol.md, 2). It is hashed at once and kept nowhere.
type ID [16]byte

// Key is SHA-256(serverKey || ID): the only name a room has inside the server.
type Key [32]byte

// Room is all the server keeps of a room.
type Room struct {
	Expires time.Time // to the full hour, UTC
	Seats   uint8     // people, the host among them
	Used    bool      // it goes when everybody has gone
	Removal uint64    // epoch below which no roster holds any more, or 0
	HostKey [32]byte  // Ed25519 public key (RFC 8032)
	// Appointment is what only people with the link can read; zeros: none.
	Appointment [36]byte
}

var (
	// ErrExists: a room with this key is there already.
	ErrExists = errors.New("room exists")
	// ErrFull: there are as many rooms as there may be.
	ErrFull = errors.New("too many rooms")
	// ErrClock: the clock is so far ahead of the last sweep that it may be wrong.
	ErrClock = errors.New("the clock is ahead of the last sweep")
	// ErrGone: the room ended, expired or never existed; the three cannot be told apart.
	ErrGone = errors.New("room is gone")
	// ErrLocked: another process has the store open.
	ErrLocked = errors.New("room store is in use by another process")
	// ErrCorrupt: the file, the server key or one record is damaged, or they do not belong
	// together.
	ErrCorrupt = errors.New("room store is damaged")
)
