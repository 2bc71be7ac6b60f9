package peer

import "slices"

// maxReturns times somebody who was let in comes back without being asked about: each time brings another safety code with
// everybody.
const maxReturns = 2

func (d *desk) mayReturn(before, now publicKey) bool {
	times := d.returns[before] + 1
	delete(d.returns, before)
	if times <= maxReturns {
		d.returns[now] = times
	}
	return times <= maxReturns
}

// readmit lets in again who is a member under another sid, or was lost as one: as the holder of a ticket after a reload, or
// under the same key when the server has forgotten the sid. Who was removed is neither. Who has come back too often gives its
// old place up, and is asked about.
func (d *desk) readmit(sid SID, ticket blob) bool {
	k := d.waiting[sid]
	if k.key == nil {
		return false
	}
	ticketed, isTicketed := openTicket(d.call.link.Host, d.call.room, ticket)
	was := func(m member) bool {
		return m.Role == roleGuest && (m.Key == *k.key || isTicketed && m == ticketed)
	}
	known, lost := slices.IndexFunc(d.members(), was), slices.IndexFunc(d.lost, was)
	var before publicKey
	switch {
	case known >= 0:
		before = d.members()[known].Key
	case lost >= 0 && !d.isFull():
		before = d.lost[lost].Key
	default:
		return false
	}
	d.lost = slices.DeleteFunc(d.lost, was)
	others := slices.DeleteFunc(d.members(), was)
	if !d.mayReturn(before, *k.key) {
		if known >= 0 {
			d.publish(others)
		}
		return false
	}
	d.seat(append(others, member{sid, *k.key, roleGuest}), *k.name)
	return true
}
