package signal

import (
	"sync/atomic"

	"einmal/internal/protocol"
)

// Stats is a look at the hub in numbers. Nothing in it tells of anybody.
type Stats struct {
	Rooms   int // in memory: somebody is there, or was a moment ago
	Sockets int // open
	Members int // stand in a roster
	Waiting int // have knocked
	// said to clients since the start, by code; codes that were never said included
	Errors map[string]uint64
}

// tally counts errors by code. The map is never written after newTally.
type tally map[protocol.Code]*atomic.Uint64

func newTally() tally {
	t := make(tally)
	for _, code := range protocol.Codes() {
		t[code] = new(atomic.Uint64)
	}
	return t
}

// told counts an error that is said to a client.
func (h *Hub) told(code protocol.Code) {
	if n := h.said[code]; n != nil { // none for a plain end
		n.Add(1)
		h.config.Log.Debug("a client was told an error", "code", string(code))
	}
}

// Stats counts.
func (h *Hub) Stats() Stats {
	now := Stats{Errors: make(map[string]uint64, len(h.said))}
	for code, n := range h.said {
		now.Errors[string(code)] = n.Load()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now.Rooms, now.Sockets = len(h.lives), len(h.conns)
	for _, l := range h.lives {
		members, waiting := l.room.count()
		now.Members += members
		now.Waiting += waiting
	}
	return now
}
