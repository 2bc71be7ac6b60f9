package turnserver

import "time"

// A client that comes back from another network asks for allocations anew; those it had lead
// nowhere, and would count against it until they expire. When the caller says that a peer is back,
// those that were silent are ended: then, and once more when what was in use before has been silent
// long enough.
const (
	// silentLife: a living ICE pair sends at least this often, the ones that a browser keeps in
	// reserve too (RFC 7675, 5.1).
	silentLife = 30 * time.Second
	// secondRelease is later than silentLife by more than lastSent may be late.
	secondRelease = silentLife + 2*time.Second
)

// ReleaseSilent ends the allocations of a peer on which its client has sent nothing for 30 seconds,
// now and once more soon after that time. An unknown peer is no error.
func (s *Server) ReleaseSilent(roomName, peer string) {
	table := s.table
	table.mu.RLock()
	var m *member
	if r := table.rooms[roomName]; r != nil {
		m = r.members[peer]
	}
	table.mu.RUnlock()
	if m == nil {
		return
	}
	table.endSilent(m)
	table.mu.Lock()
	defer table.mu.Unlock()
	switch {
	case m.retired:
	case m.release == nil:
		m.release = time.AfterFunc(secondRelease, func() { table.endSilent(m) })
	default:
		m.release.Reset(secondRelease)
	}
}

// endSilent ends what is silent, one by one: data flows on while it searches, and between two.
func (t *allocationTable) endSilent(m *member) {
	before := t.elapsed() - int64(silentLife)
	var silent []*allocation
	t.mu.RLock()
	for a := range m.allocations {
		if a.lastSent.Load() <= before {
			silent = append(silent, a)
		}
	}
	t.mu.RUnlock()
	for _, a := range silent {
		t.mu.Lock()
		if a.lastSent.Load() <= before {
			t.endAllocation(a)
		}
		t.mu.Unlock()
	}
}
