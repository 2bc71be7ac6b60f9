package signal

// What somebody who is in a room may say.

// setRoster is the host's word on who the members are. Who has left before the word came is in the
// list like any lost member, and the host is told at once: refusing the list would keep out those
// who are there.
func (r *room) setRoster(from socket, roster *Roster, by *Key) Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return codeWrongState
	case !r.isHosts(by):
		return codeBadSignature
	case len(roster.Members) > int(r.seats):
		return codeRoomFull
	case r.roster != nil && roster.Epoch <= r.roster.Epoch:
		return codeStaleEpoch
	}
	for _, m := range roster.Members {
		known := r.find(m.SID)
		if known != nil && !r.knows(m) || (m.Role == RoleHost) != (m.SID == p.sid) {
			r.send(p, &Error{codeUnknownPeer, codeUnknownPeer.Sentence(), m.SID})
			return ""
		}
	}
	r.include(roster, peer{gone: true})
	r.install(roster)
	r.tellAbsence(p)
	return ""
}

// knows says whether a roster's line is about somebody who is here.
func (r *room) knows(m Member) bool {
	p := r.find(m.SID)
	return p != nil && p.key == m.Key && p.host == (m.Role == RoleHost)
}

// isHosts says whether it is the host's key under which a signature was verified; nil is none.
func (r *room) isHosts(by *Key) bool { return by != nil && *by == r.hostKey }

// deny turns a knocker away, the one with this key.
func (r *room) deny(from socket, m *Deny, key Key, by *Key) Code {
	p, knocker := r.at(from), r.find(m.SID)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return codeWrongState
	case knocker == nil || !knocker.knocker() || knocker.key != key:
		return codeUnknownPeer
	case !r.isHosts(by):
		return codeBadSignature
	}
	r.send(knocker, m)
	r.dismiss(knocker, codeDenied)
	return ""
}

// finishCall is the host's word that the call is over. It goes out when the room is erased.
func (r *room) finishCall(from socket, m *End, by *Key) Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return codeWrongState
	case !r.isHosts(by):
		return codeBadSignature
	}
	r.end = m
	r.startEnding()
	return ""
}

// connected counts towards the use of the room: the host and one guest.
func (r *room) connected(from socket) Code {
	p := r.at(from)
	switch {
	case r.ending || p == nil:
		return ""
	case !r.inside(p):
		return codeWrongState
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
func (r *room) leave(from socket) Code {
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
		r.send(r.host, &Left{p.sid})
		return
	}
	r.each(r.inside, func(q *peer) {
		if q != p {
			r.send(q, &Left{p.sid})
		}
	})
	if wasHost {
		r.tellKnockers()
	}
}

// frame says which socket a sealed message goes to, and puts into it whom it is from: between two
// members, or between a knocker and the host. Zero is none: the receiver may come back, but not for
// this.
func (r *room) frame(from socket, frame []byte) (to socket, code Code) {
	p := r.at(from)
	if r.ending || p == nil {
		return 0, ""
	}
	q := r.find(SID(frame))
	if q == nil || q == p || !(p.member && q.member || p == r.host && q.knocker() ||
		p.knocker() && q == r.host) {
		return 0, codeUnknownPeer
	}
	copy(frame, p.sid[:])
	return q.socket, ""
}
