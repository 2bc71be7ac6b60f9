package signal

import (
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// join lets somebody in: back to its place if it is known, or else as the host or a knocker. The
// caller has verified m.Signature, and the host's, if there are any, under the key by.
func (r *room) join(now time.Time, s socket, from *sourcelimit.Source, m *protocol.Join,
	by *protocol.Key) protocol.Code {
	if !now.Before(r.expires) {
		return protocol.CodeRoomGone
	}
	host := m.HostSignature != nil
	if (host || m.Roster != nil) && !r.isHosts(by) {
		return protocol.CodeBadSignature
	}
	r.id = m.Room
	if m.Roster != nil {
		r.adopt(now, m.Roster)
	}
	p := r.place(m, host)
	// A join that was long under way puts nobody out who has opened another socket since: the
	// client has given this one up.
	if p != nil && p.socket > s || host && r.host != nil && r.host.socket > s {
		return protocol.CodeReplaced
	}
	if p == nil {
		if !host {
			if code := r.letKnock(now, from); code != "" {
				return code
			}
		}
		p = &peer{sid: r.newSID(), key: m.Key, from: from, host: host}
		r.peers = append(r.peers, p)
		if p.knocker() {
			r.send(r.host, &protocol.Knock{SID: p.sid})
		}
	}
	r.seat(p, s)
	return ""
}

// place finds whom a join is from: by its sid or, when the welcome that told it was lost, by its
// key, which is made for one join.
func (r *room) place(m *protocol.Join, host bool) *peer {
	p := r.find(m.SID)
	if p == nil || p.key != m.Key {
		p = r.byKey(m.Key)
	}
	if p == nil || p.host != host {
		return nil
	}
	return p
}

// seat gives a peer its socket and takes it from whom it replaces.
func (r *room) seat(p *peer, s socket) {
	if p.socket != 0 { // the client noticed the loss before the server did
		r.do(finish{p.socket, protocol.CodeReplaced})
	}
	p.socket, p.gone, p.lost = s, false, time.Time{}
	if p.host && p != r.host {
		if r.host != nil {
			r.dismiss(r.host, protocol.CodeReplaced)
		}
		r.host = p
	}
	r.greet(p)
	if p.host {
		r.tellKnockers()
	}
}

// greet tells a peer that just came all it may know.
func (r *room) greet(p *peer) {
	welcome := &protocol.Welcome{SID: p.sid, Role: p.role(), Seats: r.seats}
	if r.host != nil && r.host != p {
		welcome.Host, welcome.Away = r.host.sid, r.host.socket == 0
	}
	if r.inside(p) {
		welcome.Roster = r.roster
	}
	if p.host {
		r.each((*peer).knocker, func(q *peer) {
			welcome.Knockers = append(welcome.Knockers,
				q.sid)
		})
	}
	r.send(p, welcome)
	if p.member {
		r.grant(p)
	}
	if r.inside(p) {
		r.tellAbsence(p)
	}
}

// tellAbsence says again who left: the peer may have been away at that time.
func (r *room) tellAbsence(p *peer) {
	if r.roster == nil {
		return
	}
	for _, m := range r.roster.Members {
		// its own line, from before it came back under a new sid
		former := p.host && m.Role == protocol.RoleHost
		if q := r.find(m.SID); (q == nil || q.gone) && !former {
			r.send(p, &protocol.Left{SID: m.SID})
		}
	}
}

// tellKnockers says who is the host now, if anybody.
func (r *room) tellKnockers() {
	m := &protocol.Host{}
	if r.host != nil {
		m.Host, m.Away = r.host.sid, r.host.socket == 0
	}
	r.each((*peer).knocker, func(p *peer) { r.send(p, m) })
}

// adopt takes a verified roster that a returning client brings, if it is newer than the server's
// own, and not from before the last removal.
func (r *room) adopt(now time.Time, roster *protocol.Roster) {
	isOld := r.roster != nil && roster.Epoch <= r.roster.Epoch || roster.Epoch < r.removal
	if isOld || len(roster.Members) > int(r.seats) {
		return
	}
	for _, m := range roster.Members {
		if r.find(m.SID) != nil && !r.knows(m) {
			return // the sid was given to somebody else in this life of the room
		}
	}
	r.include(roster, peer{lost: now})
	r.install(roster)
}

// include makes peers, in the given state, of those in a roster who are not here.
func (r *room) include(roster *protocol.Roster, state peer) {
	for _, m := range roster.Members {
		if r.find(m.SID) == nil {
			p := state
			p.sid, p.key, p.host = m.SID, m.Key, m.Role == protocol.RoleHost
			r.peers = append(r.peers, &p)
		}
	}
}

// install makes a roster the newest. Everybody in it is among the peers.
func (r *room) install(roster *protocol.Roster) {
	removes := r.takesOff(roster)
	r.roster = roster
	var admitted []*peer
	r.each(func(*peer) bool { return true }, func(p *peer) {
		stands := roster.FindMember(p.sid) != nil
		switch {
		case stands && !p.member:
			p.member = true
			admitted = append(admitted, p)
		case !stands && p.member && p != r.host:
			r.send(p, roster)
			r.dismiss(p, protocol.CodeRemoved)
		case !stands:
			p.member = false
		}
	})
	r.each(r.inside, func(p *peer) { r.send(p, roster) })
	for _, p := range admitted {
		r.grant(p)
	}
	if removes {
		r.noteRemoval(roster.Epoch)
	}
}
