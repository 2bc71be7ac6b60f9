package peer

import (
	"slices"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// maxKnocking people wait for our word; an honest server lets eight.
const maxKnocking = 16

// hostAdmission is what only the host does: lets in, turns away, removes. Every word of it is
// signed by the host key (protocol, section 3.2). A nil one is a guest's, and does nothing.
type hostAdmission struct {
	call    *Call
	waiting map[protocol.SID]*knocker
	// denied are the keys of those turned away or removed: whoever missed it comes back.
	denied recent[protocol.PublicKey]
	// lost are members who were taken off the list because they were gone: they come back without
	// being asked.
	lost   recent[seal.Admitted]
	locked bool // nobody may knock
	// names under which members were let in.
	names map[protocol.SID]string
	// returns is how often each member has come back since we let it in, by its key.
	returns map[protocol.PublicKey]int
}

// knocker is somebody who waits.
type knocker struct {
	key  *protocol.PublicKey // proved in the sealed channel
	name *string             // nil until it has knocked
	// isOutside: it knocked while the room was locked, and counts once that is over.
	isOutside bool
}

func (d *hostAdmission) isWaiting(sid protocol.SID) bool {
	return d != nil && d.waiting[sid] != nil
}

// enterAsHost makes us a member, first or anew: last in the list, in place of any host entry
// before. Known is the server's newest roster, which may be older than ours, or nil; knockers are
// all who wait.
func (d *hostAdmission) enterAsHost(known *protocol.Roster, knockers []protocol.SID) {
	c := d.call
	for sid := range d.waiting {
		if !slices.Contains(knockers, sid) {
			d.forgetKnocker(sid)
		}
	}
	if known != nil && seal.IsSignedRoster(known, *c.hostKey, c.room) &&
		(c.roster == nil || known.Epoch > c.roster.Epoch) {
		c.roster = known
	}
	switch {
	case !c.isAdmitted():
		d.takeOver(c.roster)
	case known == nil || known.Epoch < c.roster.Epoch:
		c.socket.SendMessage(c.roster) // the server has missed it
	}
	c.becomeMember()
	for _, sid := range knockers {
		d.handleKnocker(sid)
	}
}

// takeOver signs a roster with us as its host, in place of any other.
func (d *hostAdmission) takeOver(m *protocol.Roster) {
	c := d.call
	c.roster = m
	others := slices.DeleteFunc(d.members(),
		func(m protocol.Member) bool { return m.Role == protocol.RoleHost })
	d.publishRoster(append(others, protocol.Member{SID: c.sid, Key: seal.PublicKeyOf(c.key),
		Role: protocol.RoleHost}))
}

func (d *hostAdmission) handleKnocker(sid protocol.SID) {
	if d == nil || d.call.roster.MemberBySID(sid) != nil {
		return
	}
	if d.waiting[sid] == nil {
		if len(d.waiting) == maxKnocking {
			return
		}
		d.waiting[sid] = &knocker{}
	}
	d.call.pairWith(sid, false, false) // it begins
}

func (d *hostAdmission) handleProof(sid protocol.SID, key protocol.PublicKey) {
	d.waiting[sid].key = &key
	if slices.Contains(d.denied, key) {
		d.denyKnocker(sid)
	}
}

// handleKnock is the knock itself. Those already let in once are in at once.
func (d *hostAdmission) handleKnock(sid protocol.SID, m *protocol.Hello) {
	k := d.waiting[sid]
	isNew := k.name == nil
	if isNew { // a knocker keeps the name that the host is looking at
		k.name, k.isOutside = &m.Name, d.locked
	}
	if d.readmit(sid, m.Ticket) {
		d.call.sendTo(sid, d.call.newHello())
		return
	}
	if k.isOutside {
		d.call.sendTo(sid, &protocol.Locked{})
		return
	}
	d.announceKnock(sid, k, isNew)
}

// announceKnock tells the host of a knock, and the knocker that it was heard.
func (d *hostAdmission) announceKnock(sid protocol.SID, k *knocker, isNew bool) {
	d.call.sendTo(sid, d.call.newHello())
	if isNew {
		d.call.emitEvent(Event{Kind: Knocked, SID: sid.String(), Name: *k.name})
	}
	d.sendSeatState(sid)
	d.applyRule(sid)
}

// setLocked closes the room to knocks, or opens it again, also to those who came meanwhile.
func (d *hostAdmission) setLocked(on bool) {
	d.locked = on
	for sid, k := range d.waiting {
		if k.isOutside && !on {
			k.isOutside = false
			d.announceKnock(sid, k, true)
		}
	}
}

func (d *hostAdmission) sendSeatState(sid protocol.SID) {
	if d.isFull() {
		d.call.sendTo(sid, &protocol.Full{})
	}
}

// applyRule decides on a knock by Options.Admit, if that is set.
func (d *hostAdmission) applyRule(sid protocol.SID) {
	k, rule := d.waiting[sid], d.call.options.Admit
	if rule == nil || k == nil || k.name == nil || k.isOutside {
		return
	}
	switch rule(*k.name) {
	case Admit:
		d.admitKnocker(sid)
	case Deny:
		d.denyKnocker(sid)
	}
}

// admitKnocker returns false if no seat is free, or nobody has knocked under this sid.
func (d *hostAdmission) admitKnocker(sid protocol.SID) bool {
	if !d.isWaiting(sid) || d.waiting[sid].key == nil || d.waiting[sid].name == nil || d.isFull() {
		return false
	}
	k := d.waiting[sid]
	d.seatGuest(append(d.members(), protocol.Member{SID: sid, Key: *k.key,
		Role: protocol.RoleGuest}),
		*k.name)
	return true
}

// seatGuest publishes a roster whose last member is new.
func (d *hostAdmission) seatGuest(members []protocol.Member, name string) {
	guest := members[len(members)-1]
	delete(d.waiting, guest.SID)
	delete(d.call.departed, guest.SID)
	d.names[guest.SID] = name
	d.publishRoster(members)
	d.sendTicket(guest.SID)
	d.call.emitEvent(Event{Kind: Admitted, SID: guest.SID.String(), Name: name})
}

func (d *hostAdmission) denyKnocker(sid protocol.SID) bool {
	if !d.isWaiting(sid) || d.waiting[sid].key == nil {
		return false
	}
	c, key := d.call, *d.waiting[sid].key
	c.socket.SendMessage(&protocol.Deny{SID: sid, Signature: seal.SignText(c.link.Host,
		seal.DenyText(c.room, sid, key))})
	delete(d.waiting, sid)
	c.dropPair(sid)
	d.denied.remember(key)
	return true
}

// closeKnock ends the knock of somebody who broke the rules. Whoever has not even proved a key is
// only forgotten.
func (d *hostAdmission) closeKnock(p *pair.Pair) {
	d.call.emitEvent(Event{Kind: Problem, SID: p.SID.String(), Name: p.Name, Code: "knock-closed"})
	if !d.denyKnocker(p.SID) {
		delete(d.waiting, p.SID)
		d.call.dropPair(p.SID)
	}
}

func (d *hostAdmission) sendNote(sid protocol.SID, text string) bool {
	if !d.isWaiting(sid) {
		return false
	}
	d.call.sendTo(sid, &protocol.Note{Text: text})
	return true
}

// removeMember removes a member for good.
func (d *hostAdmission) removeMember(sid protocol.SID) bool {
	line := d.guestBySID(sid)
	if line == nil {
		return false
	}
	key := line.Key
	d.denied.remember(key)
	d.lost = slices.DeleteFunc(d.lost, func(a seal.Admitted) bool { return a.Key == key })
	delete(d.returns, key)
	return d.releaseSeat(sid)
}

// guestBySID returns the line of a member other than the host, or nil.
func (d *hostAdmission) guestBySID(sid protocol.SID) *protocol.Member {
	if d == nil || sid == d.call.sid {
		return nil
	}
	return d.call.roster.MemberBySID(sid)
}

// releaseSeat frees the seat of a member: the rule is asked again about those who wait.
func (d *hostAdmission) releaseSeat(sid protocol.SID) bool {
	if d.guestBySID(sid) == nil {
		return false
	}
	d.publishRoster(slices.DeleteFunc(d.members(),
		func(m protocol.Member) bool { return m.SID == sid }))
	for waiting := range d.waiting {
		d.applyRule(waiting)
	}
	return true
}

// handleRefusal follows the server's word that it does not know this sid. It cannot take out
// anybody whom we reach directly.
func (d *hostAdmission) handleRefusal(sid protocol.SID) {
	if d == nil || sid == d.call.sid {
		return
	}
	if p := d.call.pairs[sid]; p != nil && p.IsReachable() {
		d.call.emitEvent(Event{Kind: Problem, SID: sid.String(), Code: "bad-server"})
		return
	}
	if d.loseMember(sid) {
		d.call.emitEvent(Event{Kind: Problem, SID: sid.String(), Code: "unknown-peer"})
	}
}

// forgetKnocker drops somebody who no longer waits.
func (d *hostAdmission) forgetKnocker(sid protocol.SID) {
	name, outside := d.waiting[sid].name, d.waiting[sid].isOutside
	delete(d.waiting, sid)
	d.call.dropPair(sid)
	if name != nil && !outside { // the others were never announced
		d.call.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: *name})
	}
}

func (d *hostAdmission) isFull() bool { return len(d.members()) >= d.call.seats }

// members returns a copy of the newest list.
func (d *hostAdmission) members() []protocol.Member {
	if d.call.roster == nil {
		return nil
	}
	return slices.Clone(d.call.roster.Members)
}

// publishRoster signs a list, which holds from now on, and tells everybody, directly where it can.
func (d *hostAdmission) publishRoster(members []protocol.Member) {
	c, wasFull := d.call, d.isFull()
	m := seal.SignRoster(c.link.Host, c.room, members, c.roster)
	c.socket.SendMessage(m)
	c.broadcastDirect(m)
	c.applyRoster(m)
	d.publishNames()
	if d.isFull() == wasFull {
		return
	}
	for sid, k := range d.waiting {
		if k.name != nil && !k.isOutside {
			// a hello without a word that it is full says that a seat is free
			c.sendTo(sid, c.newHello())
			d.sendSeatState(sid)
		}
	}
}
