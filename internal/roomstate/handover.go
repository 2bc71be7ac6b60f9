package roomstate

import "einmal/internal/protocol"

// The host can hand its role over to a member: a roster of the next epoch has the two roles the
// other way round, under the same sids and keys (docs/protocol.md, 3.2). The newest list holds, here
// as at every client: a former host that had signed one before it knew is the host again.

// handover is the role of the host as it goes to a member. from is who has it, if it stands in the
// roster.
type handover struct{ from, to *peer }

// findHandover gives who hands the role over to whom in a roster; nil if nobody does. The new host
// has been a guest in the list before.
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
	if h.to == nil {
		return nil
	}
	return &h
}

// isAllowed says whether the sender of a roster may hand over with it: the host, which stays in the
// call, to somebody who is there to hear of it; or a member to itself, as only who has had the
// host's key can sign it.
func (h *handover) isAllowed(sender, host *peer) bool {
	if sender != host {
		return h.to == sender
	}
	return h.from == host && h.to.connID != 0
}

// namesAsHost says whether a message is a list with a member as the host.
func namesAsHost(m protocol.Message, p *peer) bool {
	roster, ok := m.(*protocol.Roster)
	if !ok || !p.isMember {
		return false
	}
	line := roster.FindMember(p.sid)
	return line != nil && line.Role == protocol.RoleHost
}

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
	for _, p := range r.peers {
		p.isHost = p == h.to
	}
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
