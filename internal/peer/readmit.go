package peer

import "slices"

// Who was let in once comes back without being asked for (protocol, section 4.2).

// admitted is a member under the name with which it was let in.
type admitted struct {
	member
	name string
}

// readmit lets in again who is a member under another sid, or was lost as one: as the holder of a ticket after a reload, or
// under the same key when the server has forgotten the sid. Who was removed is neither.
func (d *desk) readmit(sid SID, ticket blob) bool {
	k := d.waiting[sid]
	if k.key == nil {
		return false
	}
	ticketed, isTicketed := openTicket(d.call.link.Host, d.call.room, ticket)
	holds := func(m member) bool { return isTicketed && m == ticketed.member }
	was := func(m member) bool { return m.Role == roleGuest && (m.Key == *k.key || holds(m)) }
	var old admitted
	members := d.members()
	if place := slices.IndexFunc(members, was); place >= 0 {
		old = admitted{members[place], d.names[members[place].SID]}
	} else if place := slices.IndexFunc(d.lost, func(a admitted) bool { return was(a.member) }); place >= 0 && !d.isFull() {
		old = d.lost[place]
	} else {
		return false
	}
	if old.name == "" && holds(old.member) { // this device has not let it in
		old.name = ticketed.name
	}
	if old.name == "" {
		old.name = *k.name
	}
	d.lost = slices.DeleteFunc(d.lost, func(a admitted) bool { return was(a.member) })
	d.seat(append(slices.DeleteFunc(members, was), member{sid, *k.key, roleGuest}), old.name)
	return true
}

// giveTicket tells a member how to come back, first or again.
func (d *desk) giveTicket(sid SID) {
	if d == nil {
		return
	}
	if line := d.call.roster.find(sid); line != nil && d.names[sid] != "" {
		d.call.tell(sid, &ticketMessage{sealTicket(d.call.link.Host, d.call.room, admitted{*line, d.names[sid]})})
	}
}
