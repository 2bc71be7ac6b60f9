// Package signal is the signalling server: it brings the people of a room together and knows as
// little as it can.
//
// It speaks docs/protocol.md, sections 1, 3 and 5, over WebSockets. It promises that
//   - a message reaches only who may have it: knockers reach nobody but the host, and learn of nobody else;
//   - the word of the host is checked against the host key the room was made with, and passed on as it is;
//   - a room that is over is erased from disk before anybody is told so, and cannot be told from one that never was;
//   - a connection that is slow, noisy or hostile harms no other one;
//   - no address, name, room id, sid or signature is logged or put into an error.
//
// # Who owns what
//
// Each socket has a goroutine that reads and handles what the client says. What a client is to get
// stands in its bounded [outbox] until it is written (write.go): by who sends a frame as far as the
// client takes it at once, and else by a goroutine that lives as long as the outbox is not empty.
// Putting something into it never waits, and a client that lets it fill up is cut off.
//
// The [Hub] has one mutex. Under it are the table of connections and the rooms in memory, each a
// pure value (room.go) that takes events and gives back effects. Nothing under the mutex waits:
// what may take time (the store's fsync, the relay) goes into a queue of its room and is worked
// off, in order, by a goroutine that lives as long as the queue is not empty. So one room's disk
// write holds up no other room. Each room has one timer.
package signal

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
	"einmal/rooms"
)

// CreatePolicy says who may create rooms, and what it takes.
type CreatePolicy struct {
	Allowed bool
	// IsCreator says which keys of creator links are good; nil: none is needed.
	IsCreator func(protocol.Key) bool
	// Work is how many bits of proof of work it takes (see [protocol.OpenWork]), or 0; then a
	// source's rooms are counted too.
	Work uint8
}

// Config says what a hub needs.
type Config struct {
	Store  *rooms.Store
	Origin string // the public origin, as browsers send it
	Create CreatePolicy
	Relay  Relay
	// called when a connection, or a room and its relay, are let go of; it must not wait; nil is
	// nothing
	Forgotten func()
	Log       *slog.Logger // nil discards
}

// Hub serves GET /signal.
type Hub struct {
	config     Config
	limiter    *sourcelimit.Limiter
	errors     errorCounts
	upgrader   *wsconn.Upgrader
	stopped    chan struct{}
	goroutines sync.WaitGroup // every goroutine, and every handler that has been upgraded

	mu       sync.Mutex // guards what follows, and the rooms
	rooms    map[rooms.Key]*liveRoom
	conns    map[connID]*clientConn
	lastID   connID
	incident *protocol.Incident // that everybody is told of, or nil
	// counts rooms erased or let go of, so that a look-up can tell whether it is stale
	dropped uint64
	closed  bool
}

// logFailure notes a failure of the server for its operator.
func (h *Hub) logFailure(operation string, err error) {
	h.config.Log.Error("signalling", "operation", operation, "error", err)
}

// errorCounts counts errors by code. The map is never written after newTally.
type errorCounts map[protocol.Code]*atomic.Uint64

func newErrorCounts() errorCounts {
	t := make(errorCounts)
	for _, code := range protocol.Codes() {
		t[code] = new(atomic.Uint64)
	}
	return t
}

// countError counts an error that is said to a client.
func (h *Hub) countError(code protocol.Code) {
	if n := h.errors[code]; n != nil { // none for a plain end
		n.Add(1)
		h.config.Log.Debug("a client was told an error", "code", string(code))
	}
}
