package signal

import (
	"einmal/internal/protocol"

	"einmal/internal/wsconn"
)

// What the server holds at this moment, for the person it is about (docs/protocol.md, 3.3). Nothing
// is collected for it: each field is read from what is there anyway. knows_test.go walks all that
// is there, so that a new field is told, or stands in a list with the reason why not.

// reportData answers a client that has joined.
func (c *clientConn) reportData() protocol.Code {
	if c.joined == nil {
		return protocol.CodeWrongState
	}
	var m *protocol.DataReport
	var roomTag, peerTag string
	c.hub.withRoom(c.joined, func(r *room) protocol.Code {
		if p := r.peerAt(c.id); p != nil && !r.ending {
			m = r.dataReport(p, c.joined.key.Handle())
			roomTag, peerTag = r.tag, p.tag
		}
		return ""
	})
	if m == nil { // just removed, or the room is over: the last word is on its way
		return ""
	}
	m.Address, m.Created = c.conn.RemoteAddr().String(), c.created.Load()
	if m.Relay != nil {
		m.Relay.Allocations = c.hub.relayAllocations(roomTag, peerTag)
	}
	c.sendMessage(m)
	c.conn.Throttle(wsconn.Rate) // more often than once a second is slowed down, after a while
	return ""
}

// dataReport is what the room holds about a peer, for this peer. The caller adds what the
// connection and the relay hold.
func (r *room) dataReport(p *peer, handle string) *protocol.DataReport {
	m := &protocol.DataReport{
		Source: r.sourceCounts(p), SID: p.sid, Key: p.key, Role: p.currentRole(),
		Handle: handle, Seats: r.seats, Expires: r.expires.Unix(), HostKey: r.hostKey,
	}
	m.Relay = p.relayReport()
	if r.hearsRoster(p) {
		connected := r.guestConnected
		if p.isHost {
			connected = r.hostConnected
		}
		used := r.used
		members, waiting := r.countPeople()
		m.Used, m.Connected, m.Members, m.Waiting = &used, &connected, &members, &waiting
		if removal := r.removal; removal > 0 {
			m.Removal = &removal
		}
	}
	return m
}

// relayReport begins what the relay holds; nil before there are credentials.
func (p *peer) relayReport() *protocol.RelayReport {
	if p.tag == "" {
		return nil
	}
	held := &protocol.RelayReport{}
	if !p.renewAt.IsZero() {
		renew := p.renewAt.Unix()
		held.Renew = &renew
	}
	return held
}

// countPeople says how many are in the call and how many wait.
func (r *room) countPeople() (members, waiting int) {
	for _, p := range r.peers {
		if p.isKnocker() {
			waiting++
		} else {
			members++
		}
	}
	return members, waiting
}

// sourceCounts gives the counts of where a peer comes from; all are 0 of one that only a roster has
// named.
func (r *room) sourceCounts(p *peer) protocol.SourceCounts {
	if p.source == nil {
		return protocol.SourceCounts{}
	}
	counts := p.source.Counts()
	s := protocol.SourceCounts{Sockets: counts.Sockets, Attempts: counts.Attempts,
		Since: counts.Minute.Unix(), Creates: counts.Rooms}
	for _, k := range r.knocks {
		if k.source == p.source {
			s.Knocks++
		}
	}
	return s
}

// relayAllocations asks the relay.
func (h *Hub) relayAllocations(roomTag, peerTag string) []protocol.Allocation {
	if h.config.Relay.Allocations == nil {
		return nil
	}
	held := h.config.Relay.Allocations(roomTag, peerTag)
	return held[:min(len(held), protocol.MaxAllocations)]
}
