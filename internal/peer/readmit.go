package peer

import "slices"

// Who was let in once comes back without being asked for (protocol, section 4.2).

// admitted is a member under the name with which it was let in.
type admitted struct {
	member
	name string
}

// maxReturns times somebody who was let in comes back without being asked about: each time brings
// another safety code with everybody.
const maxReturns = 2

func (d *desk) mayReturn(before, now publicKey) bool {
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
func (d *desk) readmit(sid SID, ticket blob) bool {
	k := d.waiting[sid]
	if k.key == nil {
		return false
	}
	ticketed, isTicketed := openTicket(d.call.link.Host, d.call.room, ticket)
	holds := func(m member) bool { return isTicketed && m == ticketed.member }
	was := func(m member) bool { return m.Role == roleGuest && (m.Key == *k.key || holds(m)) }
	wasLost := func(a admitted) bool { return was(a.member) }
	var old admitted
	known, lost := slices.IndexFunc(d.members(), was), slices.IndexFunc(d.lost, wasLost)
	switch {
	case known >= 0:
		line := d.members()[known]
		old = admitted{line, d.names[line.SID]}
	case lost >= 0 && !d.isFull():
		old = d.lost[lost]
	default:
		return false
	}
	d.lost = slices.DeleteFunc(d.lost, wasLost)
	others := slices.DeleteFunc(d.members(), was)
	if !d.mayReturn(old.Key, *k.key) {
		if known >= 0 {
			d.publish(others)
		}
		return false
	}
	if old.name == "" && holds(old.member) { // this device has not let it in
		old.name = ticketed.name
	}
	if old.name == "" {
		old.name = *k.name
	}
	d.seat(append(others, member{sid, *k.key, roleGuest}), old.name)
	return true
}

// giveTicket tells a member how to come back, first or again.
func (d *desk) giveTicket(sid SID) {
	if d == nil {
		return
	}
	if line := d.call.roster.memberBySID(sid); line != nil && d.names[sid] != "" {
		d.call.tell(sid, &ticketMessage{sealTicket(d.call.link.Host, d.call.room,
			admitted{*line, d.names[sid]})})
	}
}
