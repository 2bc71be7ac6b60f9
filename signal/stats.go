package signal

// Stats is the hub in numbers, which tell of nobody.
type Stats struct {
	Rooms   int // in memory: somebody is there, or was a moment ago
	Sockets int // open
	Members int // stand in a roster
	Waiting int // have knocked
	// said to clients since the start, by code; codes that were never said included
	Errors map[string]uint64
}

// Stats counts.
func (h *Hub) Stats() Stats {
	now := Stats{Errors: make(map[string]uint64, len(h.errors))}
	for code, n := range h.errors {
		now.Errors[string(code)] = n.Load()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now.Rooms, now.Sockets = len(h.rooms), len(h.conns)
	for _, l := range h.rooms {
		members, waiting := l.room.CountPeople()
		now.Members += members
		now.Waiting += waiting
	}
	return now
}
