package signal

import (
	"time"

	"einmal/internal/protocol"
)

// What happens to a room by itself: sockets go, time passes, the store and the relay answer.

// lose notes that a socket went. Its peer may come back for a while.
func (r *room) lose(now time.Time, s socket) {
	if p := r.at(s); p != nil {
		p.socket, p.lost, p.renew = 0, now, time.Time{}
		if p == r.host {
			r.tellKnockers()
		}
	}
}

// settle keeps account of emptiness, and lets go of a room that nobody would come back to.
func (r *room) settle(now time.Time) {
	if r.ending {
		return
	}
	kept, present := false, false
	for _, p := range r.peers {
		kept = kept || !p.gone
		present = present || p.socket != 0 && (p.member || p.host)
	}
	switch {
	case present:
		r.empty = time.Time{}
	case r.empty.IsZero():
		r.empty = now
	}
	if !kept && !r.used && r.record.written() {
		r.do(forget{})
	}
}

// over says from when on the room is to be erased; zero is never. Every room has an expiry, so it
// is never zero.
func (r *room) over() time.Time {
	over := r.expires
	if r.used && !r.empty.IsZero() {
		over = earliest(over, r.empty.Add(emptyTime))
	}
	if over.Before(r.retry) {
		return r.retry
	}
	return over
}

// next is when tick has something to do; zero for never.
func (r *room) next() time.Time {
	if r.ending {
		return time.Time{}
	}
	next := r.over()
	if !r.record.again.IsZero() {
		next = earliest(next, r.record.again)
	}
	for _, p := range r.peers {
		if p.socket == 0 && !p.gone {
			next = earliest(next, p.lost.Add(graceTime))
		}
		if !p.renew.IsZero() {
			next = earliest(next, p.renew)
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

// tick does what is due.
func (r *room) tick(now time.Time) {
	if r.ending {
		return
	}
	if !now.Before(r.over()) {
		r.startEnding()
		return
	}
	r.rewriteDue(now)
	r.each(func(p *peer) bool {
		return p.socket == 0 && !p.gone &&
			!now.Before(p.lost.Add(graceTime))
	}, r.giveUp)
	r.each(func(p *peer) bool { return !p.renew.IsZero() && !now.Before(p.renew) }, r.grant)
}

// giveUp ends the wait for a lost peer. A member stays known as long as it stands in the roster:
// whether its seat is free is the host's word, not the server's, and the host may well have a
// direct connection to it.
func (r *room) giveUp(p *peer) {
	wasHost := p == r.host
	p.gone = true
	if !p.member {
		r.remove(p)
	}
	if wasHost {
		r.host = nil
	}
	r.sayLeft(p, wasHost)
}

// startEnding asks for erasure. From here on nothing is passed on, and who comes in waits for what
// comes of it (enter).
func (r *room) startEnding() {
	r.ending = true
	r.do(erase{})
}

// erased says that no trace is left on disk. Everybody is told and the room forgotten.
func (r *room) erased() {
	for _, p := range r.peers {
		if p.socket == 0 {
			continue
		}
		if r.end != nil {
			r.send(p, r.end)
		}
		r.do(finish{p.socket, protocol.CodeRoomGone})
	}
	r.do(forget{})
}

// eraseFailed takes the room up again, since the word that it is erased would be false. A host who
// asked is told, and may ask again; time asks again on its own.
func (r *room) eraseFailed(now time.Time) {
	r.ending = false
	r.retry = now.Add(retryTime)
	if r.end != nil && r.host != nil && r.host.socket != 0 {
		r.do(finish{r.host.socket, protocol.CodeInternal})
	}
	r.end = nil
}

// grant asks for relay credentials for a member with a socket.
func (r *room) grant(p *peer) {
	p.renew = time.Time{}
	if p.socket == 0 || !p.member {
		return
	}
	if p.tag == "" {
		p.tag = newTag()
	}
	r.do(grant{p.sid, p.tag})
}

// granted passes on credentials that the relay made, if the peer is still the one they were made
// for.
func (r *room) granted(now time.Time, g grant, c Credentials) {
	p := r.find(g.sid)
	if r.ending || p == nil || p.tag != g.tag || p.socket == 0 || len(c.URLs) == 0 {
		return
	}
	r.send(p, &protocol.RelayAccess{URLs: c.URLs, Username: c.Username, Credential: c.Password,
		Expires: c.Expires.Unix()})
	p.renew = now.Add(max(c.Expires.Sub(now)*2/5, shortestLife))
}
