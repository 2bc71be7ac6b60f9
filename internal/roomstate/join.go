package roomstate

import (
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// AcceptJoin lets somebody in: back to its place if it is known, or else as the host or a knocker.
// The caller has verified m.Signature, and the host's, if there are any, under the key by.
func (r *Room) AcceptJoin(now time.Time, s ConnID, from *sourcelimit.Source, m *protocol.Join,
	by *protocol.Key) protocol.Code {
	if r.hasExpired(now) {
		return protocol.CodeRoomGone
	}
	host := m.HostSignature != nil
	if (host || m.Roster != nil) && !r.isHostKey(by) {
		return protocol.CodeBadSignature
	}
	r.id = m.Room
	if m.Roster != nil {
		r.adoptRoster(now, m.Roster)
	}
	p := r.findReturning(m, host)
	// A join that was long under way does not replace a connection opened since: the client has
	// given this one up.
	isHost := host && (p == nil || p.isHost)
	if p != nil && p.connID > s || isHost && r.host != nil && r.host.connID > s {
		return protocol.CodeReplaced
	}
	if p == nil {
		if !host {
			if code := r.admitKnock(now, from); code != "" {
				return code
			}
		}
		p = &peer{sid: r.newSID(), key: m.Key, source: from, isHost: host}
		r.peers = append(r.peers, p)
		if p.isKnocker() {
			r.sendTo(r.host, &protocol.Knock{SID: p.sid})
		}
	}
	p.provedHost = p.provedHost || host
	r.seatPeer(p, s)
	return ""
}

// findReturning finds the peer that a join is from: by its sid or, if the welcome that told it was
// lost, by its key, which is made for one join. It comes back in the role that it has now: a former
// or a new host may not have heard of it yet. A host that has proved to be it has to do so again.
func (r *Room) findReturning(m *protocol.Join, host bool) *peer {
	p := r.peerBySID(m.SID)
	if p == nil || p.key != m.Key {
		p = r.peerByKey(m.Key)
	}
	if p == nil || p.isHost && p.provedHost && !host {
		return nil
	}
	return p
}

// seatPeer gives a peer its connection and ends the one it replaces.
func (r *Room) seatPeer(p *peer, s ConnID) {
	if p.connID != 0 { // the client noticed the loss before the server did
		r.emit(EndConn{p.connID, protocol.CodeReplaced})
	}
	p.connID, p.gone, p.lostAt = s, false, time.Time{}
	if p.tag != "" { // it comes back, perhaps from another network
		r.emit(ReleaseRelay{p.tag})
	}
	if p.isHost && p != r.host {
		if r.host != nil {
			r.dismiss(r.host, protocol.CodeReplaced)
		}
		r.host = p
	}
	r.welcomePeer(p)
	if p.isHost {
		r.tellKnockers()
	}
}

// welcomePeer tells a peer that just came all it may know.
func (r *Room) welcomePeer(p *peer) {
	welcome := &protocol.Welcome{SID: p.sid, Role: p.currentRole(), Seats: r.seats,
		Appointment: r.appointment, Box: r.boxSize > 0}
	if r.host != nil && r.host != p {
		welcome.Host, welcome.Away = r.host.sid, r.host.connID == 0
	}
	if r.hearsRoster(p) {
		welcome.Roster = r.roster
	}
	if p.isHost {
		r.eachPeer((*peer).isKnocker, func(q *peer) {
			welcome.Knockers = append(welcome.Knockers,
				q.sid)
		})
	}
	r.sendTo(p, welcome)
	if p.isMember {
		r.requestCredentials(p)
	}
	if r.hearsRoster(p) {
		r.tellAbsence(p)
	}
}

// tellAbsence says again who left: the peer may have been away at that time.
func (r *Room) tellAbsence(p *peer) {
	if r.roster == nil {
		return
	}
	for _, m := range r.roster.Members {
		// its own line, from before it came back under a new sid
		former := p.isHost && m.Role == protocol.RoleHost
		if q := r.peerBySID(m.SID); (q == nil || q.gone) && !former {
			r.sendTo(p, &protocol.Left{SID: m.SID})
		}
	}
}

// tellKnockers tells the knockers who the host is now, if there is one, and what is to be taken.
func (r *Room) tellKnockers() {
	m := &protocol.Host{Box: r.boxSize > 0}
	if r.host != nil {
		m.Host, m.Away = r.host.sid, r.host.connID == 0
	}
	r.eachPeer((*peer).isKnocker, func(p *peer) { r.sendTo(p, m) })
}

// adoptRoster takes a verified roster that a returning client brings, if it is newer than the
// server's own, and not from before the last removal.
func (r *Room) adoptRoster(now time.Time, roster *protocol.Roster) {
	isOld := r.roster != nil && roster.Epoch <= r.roster.Epoch || roster.Epoch < r.removal
	if isOld || len(roster.Members) > int(r.seats) {
		return
	}
	h := r.findHandover(roster)
	for _, m := range roster.Members {
		if r.peerBySID(m.SID) != nil && !h.isRight(r, m) {
			return // the sid was given to somebody else in this life of the room
		}
	}
	r.addListed(roster, peer{lostAt: now})
	r.followRoster(roster, h)
}

// addListed makes peers, in the given state, of those in a roster that are not here.
func (r *Room) addListed(roster *protocol.Roster, state peer) {
	for _, m := range roster.Members {
		if r.peerBySID(m.SID) == nil {
			p := state
			p.sid, p.key, p.isHost = m.SID, m.Key, m.Role == protocol.RoleHost
			r.peers = append(r.peers, &p)
		}
	}
}

// installRoster makes a roster the newest. Everybody in it is among the peers.
func (r *Room) installRoster(roster *protocol.Roster) {
	removes := r.removesGuest(roster)
	r.roster = roster
	var admitted []*peer
	r.eachPeer(func(*peer) bool { return true }, func(p *peer) {
		stands := roster.FindMember(p.sid) != nil
		switch {
		case stands && !p.isMember:
			p.isMember = true
			admitted = append(admitted, p)
		case !stands && p.isMember && p != r.host:
			r.sendTo(p, roster)
			r.dismiss(p, protocol.CodeRemoved)
		case !stands:
			p.isMember = false
		}
	})
	r.eachPeer(r.hearsRoster, func(p *peer) { r.sendTo(p, roster) })
	for _, p := range admitted {
		r.requestCredentials(p)
	}
	if removes {
		r.recordRemoval(roster.Epoch)
	}
}
