package roomstate

import (
	"time"

	"einmal/internal/protocol"
)

// What a room holds, for the person it is about and for the operator. Nothing is collected for it.

// DataReport is what the room holds about the person at a connection, for that person; nil if
// nobody is there any more. The caller adds what the connection and, under the tag, the relay hold.
func (r *Room) DataReport(at ConnID, handle string) (m *protocol.DataReport, relayTag string) {
	p := r.peerAt(at)
	if p == nil || r.ending {
		return nil, ""
	}
	m = &protocol.DataReport{
		Source: r.sourceCounts(p), SID: p.sid, Key: p.key, Role: p.currentRole(),
		Handle: handle, Seats: r.seats, Expires: r.expires.Unix(), HostKey: r.hostKey,
		Appointment: !r.appointment.IsZero(), Box: r.boxSize,
	}
	m.Relay = p.relayReport()
	if r.hearsRoster(p) {
		connected := r.guestConnected
		if p.isHost {
			connected = r.hostConnected
		}
		used := r.used
		members, waiting := r.CountPeople()
		m.Used, m.Connected, m.Members, m.Waiting = &used, &connected, &members, &waiting
		if removal := r.removal; removal > 0 {
			m.Removal = &removal
		}
	}
	return m, p.tag
}

// RoomInfo is what an operator is told of the room, without the people in it.
func (r *Room) RoomInfo(handle string) protocol.RoomInfo {
	info := protocol.RoomInfo{
		Handle: handle, Expires: r.expires.Unix(), Seats: r.seats, Used: r.used,
		Removal: r.removal, HostKey: r.hostKey, Appointment: !r.appointment.IsZero(),
		HostConnected: r.hostConnected, GuestConnected: r.guestConnected,
		Empty: unixOrZero(r.emptySince), Box: r.boxSize,
	}
	info.Members, info.Waiting = r.CountPeople()
	if r.roster != nil {
		info.Epoch = r.roster.Epoch
	}
	return info
}

// EachPerson calls f with what an operator is told of each person, and with the connection and the
// relay tag, under which there is more.
func (r *Room) EachPerson(f func(p protocol.Person, at ConnID, relayTag string)) {
	for _, p := range r.peers {
		f(protocol.Person{SID: p.sid, Key: p.key, Role: p.currentRole(), Lost: unixOrZero(p.lostAt),
			Source: r.sourceCounts(p), Relay: p.relayReport()}, p.connID, p.tag)
	}
}

// relayReport is what is known of the relay here; nil before there are credentials.
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

// CountPeople says how many are in the call and how many wait.
func (r *Room) CountPeople() (members, waiting int) {
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
func (r *Room) sourceCounts(p *peer) protocol.SourceCounts {
	if p.source == nil {
		return protocol.SourceCounts{}
	}
	counts := p.source.Counts()
	s := protocol.SourceCounts{Sockets: counts.Sockets, Attempts: counts.Attempts,
		Since: counts.Minute.Unix(), Creates: counts.Rooms, Pieces: counts.Pieces}
	for _, k := range r.knocks {
		if k.source == p.source {
			s.Knocks++
		}
	}
	return s
}

// unixOrZero gives seconds since 1970; 0 stands for no time.
func unixOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
