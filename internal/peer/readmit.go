package peer

import (
	"slices"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Who was let in once comes back without being asked for (protocol, section 4.2).

// maxReturns times somebody who was let in comes back without being asked about: each time brings
// another safety code with everybody.
const maxReturns = 2

func (d *hostAdmission) mayReturn(before, now protocol.PublicKey) bool {
	times := d.returns[before] + 1
	delete(d.returns, before)
	if times <= maxReturns {
		d.returns[now] = times
	}
	return times <= maxReturns
}

// readmit lets in again who is a member under another sid, or was lost as one: as the holder of a
// ticket after a reload, or under the same key when the server has forgotten the sid. Who was
// removed is neither. Who has come back too often gives its old place up, and is asked about.
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

// sendTicket tells a member how to come back, first or again.
func (d *hostAdmission) sendTicket(sid protocol.SID) {
	if d == nil {
		return
	}
	if line := d.call.roster.MemberBySID(sid); line != nil && d.names[sid] != "" {
		d.call.sendTo(sid, &protocol.Ticket{Ticket: seal.SealTicket(d.call.link.Host, d.call.room,
			seal.Admitted{Member: *line, Name: d.names[sid]})})
	}
}

// loseMember takes a member off the list that is gone, and may come back.
func (d *hostAdmission) loseMember(sid protocol.SID) bool {
	line := d.guestBySID(sid)
	if line == nil {
		return false
	}
	d.lost.remember(seal.Admitted{Member: *line, Name: d.names[sid]})
	return d.releaseSeat(sid)
}
