package roomstate

import (
	"time"

	"einmal/internal/protocol"
)

// How long a room is kept. It expires, but not under people: while a member has a socket, its
// record is carried on, hour by hour. A knocker does not carry it on. Once its time is over, an
// unused room is there for two hours at most after the last member has gone.

// carryTime is how long before its expiry a room with people in it is carried on: long enough for a
// restart of the server, and for a disk that is full for a while. In memory it does not expire
// under people in any case.
const carryTime = time.Hour

// isOccupied says whether a member has a socket.
func (r *Room) isOccupied() bool {
	for _, p := range r.peers {
		if p.connID != 0 && (p.isMember || p.isHost) {
			return true
		}
	}
	return false
}

// hasExpired says whether nobody may come in any more.
func (r *Room) hasExpired(now time.Time) bool {
	return !now.Before(r.expires) && !r.isOccupied()
}

// carryOn gives a room that soon expires another hour.
func (r *Room) carryOn(now time.Time) {
	if !now.Before(r.expires.Add(-carryTime)) {
		r.expires = now.Truncate(time.Hour).Add(time.Hour + carryTime)
		r.recordChanged()
	}
}

// keepRoom takes the host's word that the room stays: it is not used any more. It may be let go of
// meanwhile, so the record tells that there was a list: the next one may take somebody off it.
func (r *Room) keepRoom() {
	if r.used {
		r.recordRemoval(r.RemovalIfKept())
		r.used = false
		r.recordChanged()
	}
}

// takeBack gives back the hours that the room was carried on by a clock that was far ahead. More
// than two hours are none that it would get now; the third is for a clock that is set back a little.
func (r *Room) takeBack(now time.Time) {
	if r.expires.After(r.hostExpiry) && r.expires.After(now.Add(carryTime+2*time.Hour)) {
		r.expires = now.Truncate(time.Hour).Add(time.Hour + carryTime)
		if r.hostExpiry.After(r.expires) {
			r.expires = r.hostExpiry
		}
		r.recordChanged()
	}
}

// RemovalIfKept is what the record has to say with the host's word that the room stays. 1 is below
// every epoch: a list that is not known any more.
func (r *Room) RemovalIfKept() uint64 {
	removal := r.removal
	if r.used {
		removal = max(removal, 1)
		if r.roster != nil {
			removal = max(removal, r.roster.Epoch)
		}
	}
	return removal
}

// BeginMove keeps the room in memory until MoveDone or MoveFailed. by is the key under which the
// host's signature was good.
func (r *Room) BeginMove(now time.Time, by *protocol.Key) protocol.Code {
	switch {
	case r.hasExpired(now):
		return protocol.CodeRoomGone
	case !r.isHostKey(by):
		return protocol.CodeBadSignature
	}
	r.moves++
	return ""
}

// MoveFailed says that all is as before.
func (r *Room) MoveFailed() { r.moves-- }

// MoveDone says that the disk has another expiry and another appointment. Everybody is told. It is
// the host's word that the room stays, also to whoever is in it: it is used when the host and a
// guest have come in anew.
func (r *Room) MoveDone(expires time.Time, appointment protocol.Appointment) *protocol.Moved {
	r.moves--
	r.expires, r.hostExpiry, r.appointment = expires, expires, appointment
	r.hostConnected, r.guestConnected = false, false
	r.keepRoom()
	m := &protocol.Moved{Expires: expires.Unix(), Appointment: appointment}
	if !r.ending {
		r.eachPeer(func(*peer) bool { return true }, func(p *peer) { r.sendTo(p, m) })
	}
	return m
}
