package roomstate

import (
	"slices"
	"time"

	"einmal/internal/protocol"
)

// What happens to a room by itself: connections are lost, time passes, the store and the relay
// answer.

// LoseConn notes that a connection is gone. Its peer may come back for a while.
func (r *Room) LoseConn(now time.Time, s ConnID) {
	r.leaving = slices.DeleteFunc(r.leaving, func(gone ConnID) bool { return gone == s })
	if p := r.peerAt(s); p != nil {
		p.connID, p.lostAt, p.renewAt = 0, now, time.Time{}
		if p == r.host {
			r.tellKnockers()
		}
	}
}

// updateOccupancy notes since when the room is empty, and forgets a room that nobody would come
// back to.
func (r *Room) updateOccupancy(now time.Time) {
	if r.ending {
		return
	}
	r.takeBack(now)
	kept := r.moves > 0
	for _, p := range r.peers {
		kept = kept || !p.gone
	}
	switch {
	case r.isOccupied():
		r.emptySince = time.Time{}
		r.carryOn(now)
	case r.emptySince.IsZero():
		r.emptySince = now
	}
	if !kept && !r.used && r.record.isSaved() {
		r.emit(ForgetRoom{})
	}
}

// endsAt says when the room is to be erased, unless a member has a socket then, or it is being
// moved. Every room expires, so there is always a time.
func (r *Room) endsAt() time.Time {
	over := r.expires
	if r.used && !r.emptySince.IsZero() {
		over = earliest(over, r.emptySince.Add(EmptyTime))
	}
	if over.Before(r.eraseAfter) {
		return r.eraseAfter
	}
	return over
}

// NextTick is when RunDue has something to do; zero for never.
func (r *Room) NextTick() time.Time {
	if r.ending {
		return time.Time{}
	}
	var next time.Time
	switch {
	case r.isOccupied():
		next = r.expires.Add(-carryTime)
	case r.moves == 0:
		next = r.endsAt()
	}
	if !r.record.notBefore.IsZero() {
		next = earliest(next, r.record.notBefore)
	}
	for _, p := range r.peers {
		if p.connID == 0 && !p.gone {
			next = earliest(next, p.lostAt.Add(GraceTime))
		}
		if !p.renewAt.IsZero() {
			next = earliest(next, p.renewAt)
		}
	}
	return next
}

// earliest is the earlier of two times; a may be none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// RunDue does what is due.
func (r *Room) RunDue(now time.Time) {
	if r.ending {
		return
	}
	if !r.isOccupied() && r.moves == 0 && !now.Before(r.endsAt()) {
		r.StartEnding()
		return
	}
	r.retrySave(now)
	r.eachPeer(func(p *peer) bool {
		return p.connID == 0 && !p.gone &&
			!now.Before(p.lostAt.Add(GraceTime))
	}, r.giveUpSeat)
	r.eachPeer(func(p *peer) bool { return !p.renewAt.IsZero() && !now.Before(p.renewAt) },
		r.requestCredentials)
}

// giveUpSeat stops waiting for a lost peer. A member stays known as long as it stands in the
// roster: whether its seat is free is the host's word, not the server's, and the host may well have
// a direct connection to it.
func (r *Room) giveUpSeat(p *peer) {
	wasHost := p == r.host
	p.gone = true
	if !p.isMember {
		r.removePeer(p)
	}
	if wasHost {
		r.host = nil
	}
	r.tellLeft(p, wasHost)
}

// StartEnding asks for erasure. From here on nothing is passed on, and whoever comes in waits for
// the outcome.
func (r *Room) StartEnding() {
	r.ending = true
	r.emit(EraseRoom{})
}

// EndByOperator does the same at the operator's word, and has everybody told whose it was.
func (r *Room) EndByOperator() {
	r.byOperator = true
	r.StartEnding()
}

// EraseDone says that no trace is left on disk. Everybody is told and the room forgotten.
func (r *Room) EraseDone() {
	code := protocol.CodeRoomGone
	if r.byOperator {
		code = protocol.CodeEndedByOperator
	}
	for _, p := range r.peers {
		if p.connID == 0 {
			continue
		}
		if r.end != nil {
			r.sendTo(p, r.end)
		}
		r.emit(EndConn{p.connID, code})
	}
	r.endLeaving(code)
	r.emit(ForgetRoom{})
}

// EraseFailed takes the room up again, since it would be wrong to say that it is erased. A host who
// asked is told, and may ask again; the timer tries again in any case.
func (r *Room) EraseFailed(now time.Time) {
	r.ending = false
	r.eraseAfter = now.Add(RetryTime)
	if r.end != nil && r.host != nil && r.host.connID != 0 {
		r.emit(EndConn{r.host.connID, protocol.CodeInternal})
	}
	r.end, r.byOperator = nil, false
	r.promise()
}

// requestCredentials asks for relay credentials for a member with a socket.
func (r *Room) requestCredentials(p *peer) {
	p.renewAt = time.Time{}
	if p.connID == 0 || !p.isMember {
		return
	}
	if p.tag == "" {
		p.tag = newRelayTag()
	}
	r.emit(GrantRelay{p.sid, p.tag})
}

// CredentialsGranted passes on credentials that the relay made, if the peer is still the one they
// were made for.
func (r *Room) CredentialsGranted(now time.Time, g GrantRelay, access *protocol.RelayAccess,
	expires time.Time) {
	p := r.peerBySID(g.sid)
	if r.ending || p == nil || p.tag != g.Tag || p.connID == 0 || len(access.URLs) == 0 {
		return
	}
	r.sendTo(p, access)
	p.renewAt = now.Add(max(expires.Sub(now)*2/5, shortestLife))
}
