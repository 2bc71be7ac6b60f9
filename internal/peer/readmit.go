package peer

import (
	"slices"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Whoever was let in once comes back without a question to the host (protocol, section 4.2).

// maxReturns is how often somebody comes back without a question: each time brings new safety codes
// with everybody.
const maxReturns = 2

func (d *hostAdmission) mayReturn(before, now protocol.PublicKey) bool {
	times := d.returns[before] + 1
	delete(d.returns, before)
	if times <= maxReturns {
		d.returns[now] = times
	}
	return times <= maxReturns
}

// readmit lets in again whoever is, or was lost as, a member under another sid: as the holder of a
// ticket after a reload, or under the same key when the server has forgotten the sid. Those who
// were removed are neither. Whoever comes back too often loses its old seat and knocks like a
// stranger.
func (d *hostAdmission) readmit(sid protocol.SID, ticket protocol.Blob) bool {
	k := d.waiting[sid]
	if k.key == nil {
		return false
	}
	ticketed, isTicketed := seal.OpenTicket(d.call.link.Host, d.call.room, ticket)
	holds := func(m protocol.Member) bool { return isTicketed && m == ticketed.Member }
	was := func(m protocol.Member) bool {
		return m.Role == protocol.RoleGuest &&
			(m.Key == *k.key || holds(m))
	}
	wasLost := func(a seal.Admitted) bool { return was(a.Member) }
	var old seal.Admitted
	known, lost := slices.IndexFunc(d.members(), was), slices.IndexFunc(d.lost, wasLost)
	switch {
	case known >= 0:
		line := d.members()[known]
		old = seal.Admitted{Member: line, Name: d.names[line.SID]}
	case lost >= 0 && !d.isFull():
		old = d.lost[lost]
	default:
		return false
	}
	d.lost = slices.DeleteFunc(d.lost, wasLost)
	others := slices.DeleteFunc(d.members(), was)
	if !d.mayReturn(old.Key, *k.key) {
		if known >= 0 {
			d.publishRoster(others)
		}
		return false
	}
	if old.Name == "" && holds(old.Member) { // this device has not let it in
		old.Name = ticketed.Name
	}
	if old.Name == "" {
		old.Name = *k.name
	}
	d.seatGuest(append(others, protocol.Member{SID: sid, Key: *k.key, Role: protocol.RoleGuest}),
		old.Name)
	return true
}

// sendTicket gives a member its ticket to come back with.
func (d *hostAdmission) sendTicket(sid protocol.SID) {
	if d == nil {
		return
	}
	if line := d.call.roster.MemberBySID(sid); line != nil && d.names[sid] != "" {
		d.call.sendTo(sid, &protocol.Ticket{Ticket: seal.SealTicket(d.call.link.Host, d.call.room,
			seal.Admitted{Member: *line, Name: d.names[sid]})})
	}
}

// loseMember takes a member off the roster who is gone and may come back.
func (d *hostAdmission) loseMember(sid protocol.SID) bool {
	line := d.guestBySID(sid)
	if line == nil {
		return false
	}
	d.lost.remember(seal.Admitted{Member: *line, Name: d.names[sid]})
	return d.releaseSeat(sid)
}
