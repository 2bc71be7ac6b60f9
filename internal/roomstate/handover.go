package roomstate

import "einmal/internal/protocol"

// The host can hand its role over to a member: a roster of the next epoch has the two roles the
// other way round, under the same sids and keys (docs/protocol.md, 3.2).

// handover is the role of the host as it goes from one to another.
type handover struct{ from, to *peer }

// findHandover gives who hands the role over to whom in a roster; nil if nobody does. Both stand in
// it, and the new host has been a guest in the list before.
func (r *Room) findHandover(roster *protocol.Roster) *handover {
	var h handover
	for _, m := range roster.Members {
		p := r.peerBySID(m.SID)
		if p == nil || p.key != m.Key {
			continue
		}
		switch {
		case m.Role == protocol.RoleHost && !p.isHost && p.isMember:
			h.to = p
		case m.Role == protocol.RoleGuest && p.isHost:
			h.from = p
		}
	}
	if h.from == nil || h.to == nil {
		return nil
	}
	return &h
}

// allows says whether the host itself may hand over now: nobody else does it in its place, and the
// new one is there to hear of it.
func (h *handover) allows(host *peer) bool { return h.from == host && h.to.connID != 0 }

// isRight says whether a line of a roster is about somebody here, in the role that is theirs now.
func (h *handover) isRight(r *Room, m protocol.Member) bool {
	p := r.peerBySID(m.SID)
	if h != nil && (p == h.from || p == h.to) {
		return p.key == m.Key && (p == h.to) == (m.Role == protocol.RoleHost)
	}
	return r.matchesPeer(m)
}

// moveRole is before the roster is installed, so that everybody hears of it as it is then.
func (r *Room) moveRole(h *handover) {
	h.from.isHost, h.to.isHost = false, true
	h.from.moved, h.to.moved = true, true
	r.host = h.to
	if h.to.gone {
		r.host = nil
	}
}

// introduceHost tells a new host who waits, and those who they wait for.
func (r *Room) introduceHost() {
	r.eachPeer((*peer).isKnocker, func(p *peer) { r.sendTo(r.host, &protocol.Knock{SID: p.sid}) })
	r.tellKnockers()
}
