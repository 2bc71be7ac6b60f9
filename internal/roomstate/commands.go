package roomstate

import "einmal/internal/protocol"

// What somebody who is in a room may say.

// CommandContext says what a command of the host is signed over: its room, and the key of a knocker
// who is denied. Without a host's key the sender is not the host, and does not say that it is.
func (r *Room) CommandContext(from ConnID,
	m protocol.Message) (id protocol.RoomID, host *protocol.Key, about protocol.Key) {
	p := r.peerAt(from)
	if p == nil || p != r.host && !namesAsHost(m, p) {
		return id, nil, about
	}
	if deny, ok := m.(*protocol.Deny); ok {
		if knocker := r.peerBySID(deny.SID); knocker != nil {
			about = knocker.key
		}
	}
	key := r.hostKey
	return r.id, &key, about
}

// SetRoster is the host's word on who the members are. Somebody who left before it came stays in
// the list like any lost member, and the host is told at once: refusing the list would keep out
// those who are there.
func (r *Room) SetRoster(from ConnID, roster *protocol.Roster, by *protocol.Key) protocol.Code {
	p := r.peerAt(from)
	if r.ending || p == nil {
		return ""
	}
	h := r.findHandover(roster)
	if h != nil && !h.isAllowed(p, r.host) {
		h = nil
	}
	switch {
	case p != r.host && h == nil:
		return protocol.CodeWrongState
	case !r.isHostKey(by):
		return protocol.CodeBadSignature
	case len(roster.Members) > int(r.seats):
		return protocol.CodeRoomFull
	case r.roster != nil && roster.Epoch <= r.roster.Epoch:
		return protocol.CodeStaleEpoch
	}
	for _, m := range roster.Members {
		known := r.peerBySID(m.SID)
		isHost := m.SID == p.sid
		if h != nil {
			isHost = known == h.to
		}
		if known != nil && !h.isRight(r, m) || (m.Role == protocol.RoleHost) != isHost {
			r.sendTo(p, &protocol.Error{Code: protocol.CodeUnknownPeer,
				Message: protocol.CodeUnknownPeer.Sentence(), SID: m.SID})
			return ""
		}
	}
	r.addListed(roster, peer{gone: true})
	r.followRoster(roster, h)
	r.tellAbsence(r.host)
	return ""
}

// followRoster makes a roster the newest, with the role of the host moved if it says so.
func (r *Room) followRoster(roster *protocol.Roster, h *handover) {
	if h != nil {
		r.moveRole(h)
	}
	r.installRoster(roster)
	if h != nil {
		r.introduceHost()
	}
}

// matchesPeer says whether a line of a roster is about somebody here.
func (r *Room) matchesPeer(m protocol.Member) bool {
	p := r.peerBySID(m.SID)
	return p != nil && p.key == m.Key && p.isHost == (m.Role == protocol.RoleHost)
}

// isHostKey says whether the key under which a signature verified is the host's; nil is none.
func (r *Room) isHostKey(by *protocol.Key) bool { return by != nil && *by == r.hostKey }

// DenyKnocker turns a knocker away, the one with this key.
func (r *Room) DenyKnocker(from ConnID, m *protocol.Deny, key protocol.Key,
	by *protocol.Key) protocol.Code {
	p, knocker := r.peerAt(from), r.peerBySID(m.SID)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return protocol.CodeWrongState
	case knocker == nil || !knocker.isKnocker() || knocker.key != key:
		return protocol.CodeUnknownPeer
	case !r.isHostKey(by):
		return protocol.CodeBadSignature
	}
	r.sendTo(knocker, m)
	r.dismiss(knocker, protocol.CodeDenied)
	return ""
}

// EndCall is the host's word that the call is over. It goes out when the room is erased.
func (r *Room) EndCall(from ConnID, m *protocol.End, by *protocol.Key) protocol.Code {
	p := r.peerAt(from)
	switch {
	case r.ending || p == nil:
		return ""
	case p != r.host:
		return protocol.CodeWrongState
	case !r.isHostKey(by):
		return protocol.CodeBadSignature
	}
	r.end = m
	r.StartEnding()
	return ""
}

// ReportConnected counts towards the use of the room: the host and one guest.
func (r *Room) ReportConnected(from ConnID) protocol.Code {
	p := r.peerAt(from)
	switch {
	case r.ending || p == nil:
		return ""
	case !r.hearsRoster(p):
		return protocol.CodeWrongState
	case p.isHost:
		r.hostConnected = true
	default:
		r.guestConnected = true
	}
	if r.hostConnected && r.guestConnected && !r.used {
		r.used = true
		r.recordChanged()
	}
	return ""
}

// LeaveRoom gives up a seat or a place in the lobby. A host who means to come back keeps the room,
// until it reports its connection again. Its socket is closed plainly once that is on disk: this is
// what promises the host that the room stays.
func (r *Room) LeaveRoom(from ConnID, m *protocol.Leave) protocol.Code {
	p := r.peerAt(from)
	if r.ending || p == nil {
		return ""
	}
	wasHost := p == r.host
	if wasHost && m.Keep {
		r.hostConnected = false
		r.keepRoom()
		if !r.IsSaved() {
			r.leaving = append(r.leaving, p.connID)
			p.connID = 0
		}
	}
	r.dismiss(p, "")
	r.tellLeft(p, wasHost)
	return ""
}

// tellLeft tells those who may know that a peer is gone for good.
func (r *Room) tellLeft(p *peer, wasHost bool) {
	if p.isKnocker() {
		r.sendTo(r.host, &protocol.Left{SID: p.sid})
		return
	}
	r.eachPeer(r.hearsRoster, func(q *peer) {
		if q != p {
			r.sendTo(q, &protocol.Left{SID: p.sid})
		}
	})
	if wasHost {
		r.tellKnockers()
	}
}

// RouteFrame says which connection a sealed message goes to, and writes the sender into it: between
// two members, or between a knocker and the host. Zero is none: the receiver may come back, but
// this message is lost.
func (r *Room) RouteFrame(from ConnID, frame []byte) (to ConnID, code protocol.Code) {
	p := r.peerAt(from)
	if r.ending || p == nil {
		return 0, ""
	}
	q := r.peerBySID(protocol.SID(frame))
	if q == nil || q == p || !(p.isMember && q.isMember || p == r.host && q.isKnocker() ||
		p.isKnocker() && q == r.host) {
		return 0, protocol.CodeUnknownPeer
	}
	copy(frame, p.sid[:])
	return q.connID, ""
}
