package peer

import "slices"

// maxKnocking people wait for our word; an honest server lets eight.
const maxKnocking = 16

// desk is what only the host does: lets in, turns away, removes. Every word of it is signed by the
// host key (protocol, section 3.2). A nil desk is a guest's, and does nothing.
type desk struct {
	call    *Call
	waiting map[SID]*knocker
	// denied are keys of those who were turned away or taken out: who did not hear it comes back.
	denied recent[publicKey]
	// lost are members who were taken off the list because they were gone: they come back without
	// being asked.
	lost   recent[admitted]
	locked bool // nobody may knock
	// names under which members were let in.
	names map[SID]string
	// returns is how often each member has come back since we let it in, by its key.
	returns map[publicKey]int
}

// knocker is somebody who waits.
type knocker struct {
	key  *publicKey // proved in the sealed channel
	name *string    // nil until it has knocked
	// outside: came while the door was locked, and is not there before it is unlocked.
	outside bool
}

func (d *desk) isWaiting(sid SID) bool { return d != nil && d.waiting[sid] != nil }

// enter makes us a member, first or anew: last in the list, in place of any host entry before.
// Known is the server's newest roster, which may be older than ours, or nil; knockers are all who
// wait.
func (d *desk) enter(known *rosterMessage, knockers []SID) {
	c := d.call
	for sid := range d.waiting {
		if !slices.Contains(knockers, sid) {
			d.gone(sid)
		}
	}
	if known != nil && isSignedRoster(known, *c.hostKey, c.room) &&
		(c.roster == nil || known.Epoch > c.roster.Epoch) {
		c.roster = known
	}
	switch {
	case !c.isAdmitted():
		d.takeOver(c.roster)
	case known == nil || known.Epoch < c.roster.Epoch:
		c.socket.send(c.roster) // the server has missed it
	}
	c.enter()
	for _, sid := range knockers {
		d.arrived(sid)
	}
}

// takeOver signs a list anew with us as its host, in place of any other.
func (d *desk) takeOver(m *rosterMessage) {
	c := d.call
	c.roster = m
	others := slices.DeleteFunc(d.members(), func(m member) bool { return m.Role == roleHost })
	d.publish(append(others, member{c.sid, publicOf(c.key), roleHost}))
}

func (d *desk) arrived(sid SID) {
	if d == nil || d.call.roster.memberBySID(sid) != nil {
		return
	}
	if d.waiting[sid] == nil {
		if len(d.waiting) == maxKnocking {
			return
		}
		d.waiting[sid] = &knocker{}
	}
	d.call.meet(sid, false, false) // it begins
}

func (d *desk) proved(sid SID, key publicKey) {
	d.waiting[sid].key = &key
	if slices.Contains(d.denied, key) {
		d.deny(sid)
	}
}

// knocked is the knock itself. Who was let in already is in at once.
func (d *desk) knocked(sid SID, m *helloMessage) {
	k := d.waiting[sid]
	isNew := k.name == nil
	if isNew { // whom the host looks at keeps its name
		k.name, k.outside = &m.Name, d.locked
	}
	if d.readmit(sid, m.Ticket) {
		d.call.tell(sid, d.call.hello())
		return
	}
	if k.outside {
		d.call.tell(sid, &lockedMessage{})
		return
	}
	d.show(sid, k, isNew)
}

// show: somebody is at the door, and learns that we know.
func (d *desk) show(sid SID, k *knocker, isNew bool) {
	d.call.tell(sid, d.call.hello())
	if isNew {
		d.call.emit(Event{Kind: Knocked, SID: sid.String(), Name: *k.name})
	}
	d.tellSeat(sid)
	d.decide(sid)
}

// lock: from now on nobody may knock, or everybody may again, also those who have come meanwhile.
func (d *desk) lock(on bool) {
	d.locked = on
	for sid, k := range d.waiting {
		if k.outside && !on {
			k.outside = false
			d.show(sid, k, true)
		}
	}
}

func (d *desk) tellSeat(sid SID) {
	if d.isFull() {
		d.call.tell(sid, &fullMessage{})
	}
}

// decide asks the rule, if there is one.
func (d *desk) decide(sid SID) {
	k, rule := d.waiting[sid], d.call.options.Admit
	if rule == nil || k == nil || k.name == nil || k.outside {
		return
	}
	switch rule(*k.name) {
	case Admit:
		d.admit(sid)
	case Deny:
		d.deny(sid)
	}
}

// admit is false if no seat is free, or nobody has knocked under this sid.
func (d *desk) admit(sid SID) bool {
	if !d.isWaiting(sid) || d.waiting[sid].key == nil || d.waiting[sid].name == nil || d.isFull() {
		return false
	}
	k := d.waiting[sid]
	d.seat(append(d.members(), member{sid, *k.key, roleGuest}), *k.name)
	return true
}

// seat makes the last of these members one.
func (d *desk) seat(members []member, name string) {
	guest := members[len(members)-1]
	delete(d.waiting, guest.SID)
	delete(d.call.departed, guest.SID)
	d.names[guest.SID] = name
	d.publish(members)
	d.giveTicket(guest.SID)
	d.call.emit(Event{Kind: Admitted, SID: guest.SID.String(), Name: name})
}

func (d *desk) deny(sid SID) bool {
	if !d.isWaiting(sid) || d.waiting[sid].key == nil {
		return false
	}
	c, key := d.call, *d.waiting[sid].key
	c.socket.send(&denyMessage{sid, sign(c.link.Host, denyText(c.room, sid, key))})
	delete(d.waiting, sid)
	c.drop(sid)
	d.denied.add(key)
	return true
}

// shut closes the knock of somebody who broke the rules. Who has not even proved a key is only
// forgotten.
func (d *desk) shut(p *pair) {
	d.call.emit(Event{Kind: Problem, SID: p.sid.String(), Name: p.name, Code: "knock-closed"})
	if !d.deny(p.sid) {
		delete(d.waiting, p.sid)
		d.call.drop(p.sid)
	}
}

func (d *desk) note(sid SID, text string) bool {
	if !d.isWaiting(sid) {
		return false
	}
	d.call.tell(sid, &noteMessage{text})
	return true
}

// remove takes a member out, for good.
func (d *desk) remove(sid SID) bool {
	line := d.guest(sid)
	if line == nil {
		return false
	}
	key := line.Key
	d.denied.add(key)
	d.lost = slices.DeleteFunc(d.lost, func(a admitted) bool { return a.Key == key })
	delete(d.returns, key)
	return d.release(sid)
}

// lose takes a member off the list that is gone, and may come back.
func (d *desk) lose(sid SID) bool {
	line := d.guest(sid)
	if line == nil {
		return false
	}
	d.lost.add(admitted{*line, d.names[sid]})
	return d.release(sid)
}

// guest gives the line of a member other than the host, or nil.
func (d *desk) guest(sid SID) *member {
	if d == nil || sid == d.call.sid {
		return nil
	}
	return d.call.roster.memberBySID(sid)
}

// release frees the seat of a member: the rule is asked again about those who wait.
func (d *desk) release(sid SID) bool {
	if d.guest(sid) == nil {
		return false
	}
	d.publish(slices.DeleteFunc(d.members(), func(m member) bool { return m.SID == sid }))
	for waiting := range d.waiting {
		d.decide(waiting)
	}
	return true
}

// refused: the server has somebody else under this sid. Whom we reach directly is not for the
// server to take out.
func (d *desk) refused(sid SID) {
	if d == nil || sid == d.call.sid {
		return
	}
	if p := d.call.pairs[sid]; p != nil && p.live() {
		d.call.emit(Event{Kind: Problem, SID: sid.String(), Code: "bad-server"})
		return
	}
	if d.lose(sid) {
		d.call.emit(Event{Kind: Problem, SID: sid.String(), Code: "unknown-peer"})
	}
}

// gone: somebody who waited does no longer.
func (d *desk) gone(sid SID) {
	name, outside := d.waiting[sid].name, d.waiting[sid].outside
	delete(d.waiting, sid)
	d.call.drop(sid)
	if name != nil && !outside { // nobody has heard of another
		d.call.emit(Event{Kind: Gone, SID: sid.String(), Name: *name})
	}
}

func (d *desk) isFull() bool { return len(d.members()) >= d.call.seats }

// members gives a copy of the newest list.
func (d *desk) members() []member {
	if d.call.roster == nil {
		return nil
	}
	return slices.Clone(d.call.roster.Members)
}

// publish signs a list, which holds from now on, and tells everybody, directly where it can.
func (d *desk) publish(members []member) {
	c, wasFull := d.call, d.isFull()
	m := signRoster(c.link.Host, c.room, members, c.roster)
	c.socket.send(m)
	c.broadcastDirect(m)
	c.follow(m)
	d.sayNames()
	if d.isFull() == wasFull {
		return
	}
	for sid, k := range d.waiting {
		if k.name != nil && !k.outside {
			c.tell(sid, c.hello()) // without a word that it is full there is a seat again
			d.tellSeat(sid)
		}
	}
}
