package signal

import "einmal/internal/protocol"

// What somebody who is in a room may say.

// setRoster is the host's word on who the members are. Who has left before the word came is in the
// list like any lost member, and the host is told at once: refusing the list would keep out those
// who are there.
func (r *room) setRoster(from socket, roster *protocol.Roster, by *protocol.Key) protocol.Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return protocol.CodeWrongState
	case !r.isHosts(by):
		return protocol.CodeBadSignature
	case len(roster.Members) > int(r.seats):
		return protocol.CodeRoomFull
	case r.roster != nil && roster.Epoch <= r.roster.Epoch:
		return protocol.CodeStaleEpoch
	}
	for _, m := range roster.Members {
		known := r.find(m.SID)
		if known != nil && !r.knows(m) || (m.Role == protocol.RoleHost) != (m.SID == p.sid) {
			r.send(p, &protocol.Error{Code: protocol.CodeUnknownPeer,
				Message: protocol.CodeUnknownPeer.Sentence(), SID: m.SID})
			return ""
		}
	}
	r.include(roster, peer{gone: true})
	r.install(roster)
	r.tellAbsence(p)
	return ""
}

// knows says whether a roster's line is about somebody who is here.
func (r *room) knows(m protocol.Member) bool {
	p := r.find(m.SID)
	return p != nil && p.key == m.Key && p.host == (m.Role == protocol.RoleHost)
}

// isHosts says whether it is the host's key under which a signature was verified; nil is none.
func (r *room) isHosts(by *protocol.Key) bool { return by != nil && *by == r.hostKey }

// deny turns a knocker away, the one with this key.
func (r *room) deny(from socket, m *protocol.Deny, key protocol.Key,
	by *protocol.Key) protocol.Code {
	p, knocker := r.at(from), r.find(m.SID)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return protocol.CodeWrongState
	case knocker == nil || !knocker.knocker() || knocker.key != key:
		return protocol.CodeUnknownPeer
	case !r.isHosts(by):
		return protocol.CodeBadSignature
	}
	r.send(knocker, m)
	r.dismiss(knocker, protocol.CodeDenied)
	return ""
}

// finishCall is the host's word that the call is over. It goes out when the room is erased.
func (r *room) finishCall(from socket, m *protocol.End, by *protocol.Key) protocol.Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return protocol.CodeWrongState
	case !r.isHosts(by):
		return protocol.CodeBadSignature
	}
	r.end = m
	r.startEnding()
	return ""
}

// connected counts towards the use of the room: the host and one guest.
func (r *room) connected(from socket) protocol.Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case !r.inside(p):
		return protocol.CodeWrongState
	case p.host:
		r.hostConnected = true
	default:
		r.guestConnected = true
	}
	if r.hostConnected && r.guestConnected && !r.used {
		r.used = true
		r.changed()
	}
	return ""
}

// leave gives up a seat or a place in the lobby.
func (r *room) leave(from socket) protocol.Code {
	p := r.at(from)
	if r.ending || p == nil {
		return ""
	}
	wasHost := p == r.host
	r.dismiss(p, "")
	r.sayLeft(p, wasHost)
	return ""
}

// sayLeft tells those who may know that a peer is gone for good.
func (r *room) sayLeft(p *peer, wasHost bool) {
	if p.knocker() {
		r.send(r.host, &protocol.Left{SID: p.sid})
		return
	}
	r.each(r.inside, func(q *peer) {
		if q != p {
			r.send(q, &protocol.Left{SID: p.sid})
		}
	})
	if wasHost {
		r.tellKnockers()
	}
}

// frame says which socket a sealed message goes to, and puts into it whom it is from: between two
// members, or between a knocker and the host. Zero is none: the receiver may come back, but not for
// this.
func (r *room) frame(from socket, frame []byte) (to socket, code protocol.Code) {
	p := r.at(from)
	if r.ending || p == nil {
		return 0, ""
	}
	q := r.find(protocol.SID(frame))
	if q == nil || q == p || !(p.member && q.member || p == r.host && q.knocker() ||
		p.knocker() && q == r.host) {
		return 0, protocol.CodeUnknownPeer
	}
	copy(frame, p.sid[:])
	return q.socket, ""
}
