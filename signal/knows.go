package signal

import "einmal/internal/protocol"

// What the server holds at this moment, for the person it is about (docs/protocol.md, 3.3). Nothing
// is collected for it: each field is read from what is there anyway. knows_test.go walks all that
// is there, so that a new field is told, or stands in a list with the reason why not.

// knows answers a client that has joined.
func (c *conn) knows() protocol.Code {
	if c.live == nil {
		return protocol.CodeWrongState
	}
	var m *protocol.DataReport
	var roomTag, peerTag string
	c.hub.act(c.live, func(r *room) protocol.Code {
		if p := r.at(c.id); p != nil && !r.ending {
			m = r.known(p, c.live.key.Handle())
			roomTag, peerTag = r.tag, p.tag
		}
		return ""
	})
	if m == nil { // just removed, or the room is over: the last word is on its way
		return ""
	}
	m.Address, m.Created = c.ws.RemoteAddr().String(), c.made.Load()
	if m.Relay != nil {
		m.Relay.Allocations = c.hub.allocations(roomTag, peerTag)
	}
	c.say(m)
	c.spend(rate) // more often than once a second is slowed down, after a while
	return ""
}

// known is what the room holds about a peer, for this peer. The caller adds what the connection and
// the relay hold.
func (r *room) known(p *peer, handle string) *protocol.DataReport {
	m := &protocol.DataReport{
		Source: r.sourceOf(p), SID: p.sid, Key: p.key, Role: p.role(),
		Handle: handle, Seats: r.seats, Expires: r.expires.Unix(), HostKey: r.hostKey,
	}
	m.Relay = p.relay()
	if r.inside(p) {
		connected := r.guestConnected
		if p.host {
			connected = r.hostConnected
		}
		used := r.used
		members, waiting := r.count()
		m.Used, m.Connected, m.Members, m.Waiting = &used, &connected, &members, &waiting
		if removal := r.removal; removal > 0 {
			m.Removal = &removal
		}
	}
	return m
}

// relay begins what the relay holds; nil before there are credentials.
func (p *peer) relay() *protocol.RelayReport {
	if p.tag == "" {
		return nil
	}
	held := &protocol.RelayReport{}
	if !p.renew.IsZero() {
		renew := p.renew.Unix()
		held.Renew = &renew
	}
	return held
}

// count says how many are in the call and how many wait.
func (r *room) count() (members, waiting int) {
	for _, p := range r.peers {
		if p.knocker() {
			waiting++
		} else {
			members++
		}
	}
	return members, waiting
}

// sourceOf gives the counts of where a peer comes from; all are 0 of one that only a roster has
// named.
func (r *room) sourceOf(p *peer) protocol.SourceCounts {
	if p.from == nil {
		return protocol.SourceCounts{}
	}
	counts := p.from.Counts()
	s := protocol.SourceCounts{Sockets: counts.Sockets, Attempts: counts.Attempts,
		Since: counts.Minute.Unix(), Creates: counts.Rooms}
	for _, k := range r.knocks {
		if k.from == p.from {
			s.Knocks++
		}
	}
	return s
}

// allocations asks the relay.
func (h *Hub) allocations(roomTag, peerTag string) []protocol.Allocation {
	if h.config.Relay.Allocations == nil {
		return nil
	}
	held := h.config.Relay.Allocations(roomTag, peerTag)
	return held[:min(len(held), protocol.MaxAllocations)]
}
