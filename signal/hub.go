// Package signal is the signalling server: it brings the people of a room together and knows as
// little as it can.
//
// It speaks docs/protocol.md, sections 1, 3 and 5, over WebSockets. It promises that
//   - a message reaches only those who may have it: knockers reach nobody but the host, and learn
//     of nobody else;
//   - the host's word is checked against the host key the room was made with, and passed on
//     unchanged;
//   - a room that is over is erased from disk before anybody is told so, and then looks like one
//     that never was;
//   - a connection that is slow, noisy or hostile harms no other one;
//   - no address, name, room id, sid or signature is logged or put into an error.
//
// # Who owns what
// Each connection (package wsconn) has a goroutine that reads; it hands what the client says to a
// clientConn (dispatch.go). Sending to a client never waits.
//
// The [Hub] has one mutex. It guards the table of connections and the rooms in memory, each a pure
// value (package roomstate) that takes events and gives back effects (effects.go). Nothing waits
// under the mutex: what may take time (the store's fsync, the relay) goes into a queue of its room
// (jobs.go), and a goroutine that lives until the queue is empty runs it in order. So one room's
// disk write holds up no other room. Each room has one timer.
package signal

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
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
	// MaxLifetime is the longest life that a room may be given.
	MaxLifetime time.Duration
}

// allowsLife says whether a room may live for so many seconds.
func (p CreatePolicy) allowsLife(seconds uint32) bool {
	return time.Duration(seconds)*time.Second <= p.MaxLifetime
}

// Config says what a hub needs.
type Config struct {
	Store  *rooms.Store
	Origin string // the public origin, as browsers send it
	Create CreatePolicy
	Relay  Relay
	// called when a connection, or a room and its relay, are let go; it must not wait; may be nil
	Forgotten func()
	Log       *slog.Logger // nil discards
}

// Hub serves GET /signal.
type Hub struct {
	config     Config
	limiter    *sourcelimit.Limiter
	errors     errorCounts
	transfers  atomic.Int32 // boxes that are filled or emptied now
	upgrader   *wsconn.Upgrader
	stopped    chan struct{}
	goroutines sync.WaitGroup // every goroutine, and every handler that has been upgraded

	mu       sync.Mutex // guards what follows, and the rooms
	rooms    map[rooms.Key]*liveRoom
	conns    map[roomstate.ConnID]*clientConn
	lastID   roomstate.ConnID
	incident *protocol.Incident // that everybody is told of, or nil
	// counts rooms erased or let go, so that a look-up can tell whether it is stale
	dropped uint64
	closed  bool
}

// logFailure notes a failure of the server for its operator.
func (h *Hub) logFailure(operation string, err error) {
	h.config.Log.Error("signalling", "operation", operation, "error", err)
}

// errorCounts counts errors by code. The map is not written after newErrorCounts.
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
