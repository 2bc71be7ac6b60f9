package signal

import (
	"time"

	"einmal/internal/protocol"
)

// What happens to a room by itself: sockets go, time passes, the store and the relay answer.

// loseConn notes that a socket went. Its peer may come back for a while.
func (r *room) loseConn(now time.Time, s connID) {
	if p := r.peerAt(s); p != nil {
		p.connID, p.lostAt, p.renewAt = 0, now, time.Time{}
		if p == r.host {
			r.tellKnockers()
		}
	}
}

// updateOccupancy keeps account of emptiness, and lets go of a room that nobody would come back to.
func (r *room) updateOccupancy(now time.Time) {
	if r.ending {
		return
	}
	kept, present := false, false
	for _, p := range r.peers {
		kept = kept || !p.gone
		present = present || p.connID != 0 && (p.isMember || p.isHost)
	}
	switch {
	case present:
		r.emptySince = time.Time{}
	case r.emptySince.IsZero():
		r.emptySince = now
	}
	if !kept && !r.used && r.record.isSaved() {
		r.emit(forgetRoom{})
	}
}

// endsAt says from when on the room is to be erased; zero is never. Every room has an expiry, so it
// is never zero.
func (r *room) endsAt() time.Time {
	over := r.expires
	if r.used && !r.emptySince.IsZero() {
		over = earliest(over, r.emptySince.Add(emptyTime))
	}
	if over.Before(r.eraseAfter) {
		return r.eraseAfter
	}
	return over
}

// nextTick is when tick has something to do; zero for never.
func (r *room) nextTick() time.Time {
	if r.ending {
		return time.Time{}
	}
	next := r.endsAt()
	if !r.record.notBefore.IsZero() {
		next = earliest(next, r.record.notBefore)
	}
	for _, p := range r.peers {
		if p.connID == 0 && !p.gone {
			next = earliest(next, p.lostAt.Add(graceTime))
		}
		if !p.renewAt.IsZero() {
			next = earliest(next, p.renewAt)
		}
	}
	return next
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// runDue does what is due.
func (r *room) runDue(now time.Time) {
	if r.ending {
		return
	}
	if !now.Before(r.endsAt()) {
		r.startEnding()
		return
	}
	r.retrySave(now)
	r.eachPeer(func(p *peer) bool {
		return p.connID == 0 && !p.gone &&
			!now.Before(p.lostAt.Add(graceTime))
	}, r.giveUpSeat)
	r.eachPeer(func(p *peer) bool { return !p.renewAt.IsZero() && !now.Before(p.renewAt) },
		r.requestCredentials)
}

// giveUpSeat ends the wait for a lost peer. A member stays known as long as it stands in the
// roster: whether its seat is free is the host's word, not the server's, and the host may well have
// a direct connection to it.
func (r *room) giveUpSeat(p *peer) {
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

// startEnding asks for erasure. From here on nothing is passed on, and who comes in waits for what
// comes of it (enter).
func (r *room) startEnding() {
	r.ending = true
	r.emit(eraseRoom{})
}

// eraseDone says that no trace is left on disk. Everybody is told and the room forgotten.
func (r *room) eraseDone() {
	for _, p := range r.peers {
		if p.connID == 0 {
			continue
		}
		if r.end != nil {
			r.sendTo(p, r.end)
		}
		r.emit(endConn{p.connID, protocol.CodeRoomGone})
	}
	r.emit(forgetRoom{})
}

// eraseFailed takes the room up again, since the word that it is erased would be false. A host who
// asked is told, and may ask again; time asks again on its own.
func (r *room) eraseFailed(now time.Time) {
	r.ending = false
	r.eraseAfter = now.Add(retryTime)
	if r.end != nil && r.host != nil && r.host.connID != 0 {
		r.emit(endConn{r.host.connID, protocol.CodeInternal})
	}
	r.end = nil
}

// requestCredentials asks for relay credentials for a member with a socket.
func (r *room) requestCredentials(p *peer) {
	p.renewAt = time.Time{}
	if p.connID == 0 || !p.isMember {
		return
	}
	if p.tag == "" {
		p.tag = newRelayTag()
	}
	r.emit(grantRelay{p.sid, p.tag})
}

// credentialsGranted passes on credentials that the relay made, if the peer is still the one they
// were made for.
func (r *room) credentialsGranted(now time.Time, g grantRelay, c Credentials) {
	p := r.peerBySID(g.sid)
	if r.ending || p == nil || p.tag != g.tag || p.connID == 0 || len(c.URLs) == 0 {
		return
	}
	r.sendTo(p, &protocol.RelayAccess{URLs: c.URLs, Username: c.Username, Credential: c.Password,
		Expires: c.Expires.Unix()})
	p.renewAt = now.Add(max(c.Expires.Sub(now)*2/5, shortestLife))
}
