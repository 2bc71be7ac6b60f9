package peer

import (
	"slices"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// maxKnockers people wait for our word; an honest server lets eight.
const maxKnockers = 16

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
	names   map[protocol.SID]string
	returns returnTimes
}

// knocker is somebody who waits.
type knocker struct {
	key  *protocol.PublicKey // proved in the sealed channel
	name *string             // nil until it has knocked
	// isOutside: it knocked while the room was locked, and counts once that is over.
	isOutside bool
	isPhone   bool
}

func (h *hostAdmission) isWaiting(sid protocol.SID) bool {
	return h != nil && h.waiting[sid] != nil
}

// enterAsHost makes us a member, first or anew: last in the list, in place of any host entry
// before. Known is the server's newest roster, which may be older than ours, or nil; knockers are
// all who wait.
func (h *hostAdmission) enterAsHost(known *protocol.Roster, knockers []protocol.SID) {
	c := h.call
	for sid := range h.waiting {
		if !slices.Contains(knockers, sid) {
			h.forgetKnocker(sid)
		}
	}
	if known != nil && seal.IsSignedRoster(known, *c.hostKey, c.room) &&
		(c.roster == nil || known.Epoch > c.roster.Epoch) {
		c.roster = known
	}
	switch {
	case !c.isAdmitted():
		h.takeOver(c.roster)
	case known == nil || known.Epoch < c.roster.Epoch:
		c.socket.SendMessage(c.roster) // the server has missed it
	}
	c.becomeMember()
	for _, sid := range knockers {
		h.handleKnocker(sid)
	}
}

// takeOver signs a roster with us as its host, in place of any other.
func (h *hostAdmission) takeOver(m *protocol.Roster) {
	c := h.call
	c.roster = m
	others := slices.DeleteFunc(h.members(),
		func(m protocol.Member) bool { return m.Role == protocol.RoleHost })
	h.publishRoster(append(others, protocol.Member{SID: c.sid, Key: seal.PublicKeyOf(c.key),
		Role: protocol.RoleHost}))
}

func (h *hostAdmission) handleKnocker(sid protocol.SID) {
	if h == nil || h.call.roster.MemberBySID(sid) != nil {
		return
	}
	if h.waiting[sid] == nil {
		if len(h.waiting) == maxKnockers {
			return
		}
		h.waiting[sid] = &knocker{}
	}
	h.call.pairWith(sid, false, false) // it begins
}

func (h *hostAdmission) handleProof(sid protocol.SID, key protocol.PublicKey) {
	h.waiting[sid].key = &key
	if slices.Contains(h.denied, key) {
		h.denyKnocker(sid)
	}
}

// handleKnock is the knock itself. Those already let in once are in at once.
func (h *hostAdmission) handleKnock(sid protocol.SID, m *protocol.Hello) {
	k := h.waiting[sid]
	isNew := k.name == nil
	if isNew { // a knocker keeps the name that the host is looking at
		k.name, k.isPhone, k.isOutside = &m.Name, m.Phone, h.locked
	}
	h.warnKnocker(sid)
	if h.readmit(sid, m.Ticket) {
		h.call.sendTo(sid, h.call.newHello())
		return
	}
	if k.isOutside {
		h.call.sendTo(sid, &protocol.Locked{})
		return
	}
	h.announceKnock(sid, k, isNew)
}

// announceKnock tells the host of a knock, and the knocker that it was heard.
func (h *hostAdmission) announceKnock(sid protocol.SID, k *knocker, isNew bool) {
	h.call.sendTo(sid, h.call.newHello())
	if isNew {
		h.call.emitEvent(Event{Kind: Knocked, SID: sid.String(), Name: *k.name,
			Phone: k.isPhone})
	}
	h.sendSeatState(sid)
	h.applyRule(sid)
}

// setLocked closes the room to knocks, or opens it again, also to those who came meanwhile.
func (h *hostAdmission) setLocked(on bool) {
	h.locked = on
	for sid, k := range h.waiting {
		if k.isOutside && !on {
			k.isOutside = false
			h.announceKnock(sid, k, true)
		}
	}
}

func (h *hostAdmission) sendSeatState(sid protocol.SID) {
	if h.isFull() {
		h.call.sendTo(sid, &protocol.Full{})
	}
}

// applyRule decides on a knock by Options.Admit, if that is set.
func (h *hostAdmission) applyRule(sid protocol.SID) {
	k, rule := h.waiting[sid], h.call.options.Admit
	if rule == nil || k == nil || k.name == nil || k.isOutside {
		return
	}
	switch rule(*k.name) {
	case Admit:
		h.admitKnocker(sid)
	case Deny:
		h.denyKnocker(sid)
	}
}

// admitKnocker returns false if no seat is free, or nobody has knocked under this sid.
func (h *hostAdmission) admitKnocker(sid protocol.SID) bool {
	if !h.isWaiting(sid) || h.waiting[sid].key == nil || h.waiting[sid].name == nil || h.isFull() {
		return false
	}
	k := h.waiting[sid]
	guest := protocol.Member{SID: sid, Key: *k.key, Role: protocol.RoleGuest}
	h.seatGuest(append(h.members(), guest), *k.name, "")
	return true
}

// seatGuest publishes a roster whose last member is new.
func (h *hostAdmission) seatGuest(members []protocol.Member, name, code string) {
	guest := members[len(members)-1]
	delete(h.waiting, guest.SID)
	delete(h.call.departed, guest.SID)
	h.names[guest.SID] = name
	h.publishRoster(members)
	h.sendTicket(guest.SID)
	h.call.emitEvent(Event{Kind: Admitted, SID: guest.SID.String(), Name: name, Code: code})
}

func (h *hostAdmission) denyKnocker(sid protocol.SID) bool {
	if !h.isWaiting(sid) || h.waiting[sid].key == nil {
		return false
	}
	c, key := h.call, *h.waiting[sid].key
	signature := seal.SignText(c.link.Host, seal.DenyText(c.room, sid, key))
	c.socket.SendMessage(&protocol.Deny{SID: sid, Signature: signature})
	delete(h.waiting, sid)
	c.dropPair(sid)
	h.denied.remember(key)
	return true
}

// closeKnock ends the knock of somebody who broke the rules. Whoever has not even proved a key is
// only forgotten.
func (h *hostAdmission) closeKnock(p *pair.Pair) {
	h.call.emitEvent(Event{Kind: Problem, SID: p.SID.String(), Name: p.Name, Code: "knock-closed"})
	if !h.denyKnocker(p.SID) {
		delete(h.waiting, p.SID)
		h.call.dropPair(p.SID)
	}
}

func (h *hostAdmission) sendNote(sid protocol.SID, text string) bool {
	if !h.isWaiting(sid) {
		return false
	}
	h.call.sendTo(sid, &protocol.Note{Text: text})
	return true
}

// removeMember removes a member for good.
func (h *hostAdmission) removeMember(sid protocol.SID) bool {
	line := h.guestBySID(sid)
	if line == nil {
		return false
	}
	key := line.Key
	h.denied.remember(key)
	h.lost = slices.DeleteFunc(h.lost, func(a seal.Admitted) bool { return a.Key == key })
	h.returns.forget(key)
	return h.releaseSeat(sid)
}

// guestBySID returns the line of a member other than the host, or nil.
func (h *hostAdmission) guestBySID(sid protocol.SID) *protocol.Member {
	if h == nil || sid == h.call.sid {
		return nil
	}
	return h.call.roster.MemberBySID(sid)
}

// releaseSeat frees the seat of a member: the rule is asked again about those who wait.
func (h *hostAdmission) releaseSeat(sid protocol.SID) bool {
	if h.guestBySID(sid) == nil {
		return false
	}
	h.publishRoster(slices.DeleteFunc(h.members(),
		func(m protocol.Member) bool { return m.SID == sid }))
	for waiting := range h.waiting {
		h.applyRule(waiting)
	}
	return true
}

// handleRefusal follows the server's word that it does not know this sid. It cannot take out
// anybody whom we reach directly.
func (h *hostAdmission) handleRefusal(sid protocol.SID) {
	if h == nil || sid == h.call.sid {
		return
	}
	if p := h.call.pairs[sid]; p != nil && p.IsReachable() {
		h.call.emitEvent(Event{Kind: Problem, SID: sid.String(), Code: "bad-server"})
		return
	}
	if h.loseMember(sid) {
		h.call.emitEvent(Event{Kind: Problem, SID: sid.String(), Code: "unknown-peer"})
	}
}

// forgetKnocker drops somebody who no longer waits.
func (h *hostAdmission) forgetKnocker(sid protocol.SID) {
	name, outside := h.waiting[sid].name, h.waiting[sid].isOutside
	delete(h.waiting, sid)
	h.call.dropPair(sid)
	if name != nil && !outside { // the others were never announced
		h.call.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: *name})
	}
}

func (h *hostAdmission) isFull() bool { return len(h.members()) >= h.call.seats }

// members returns a copy of the newest list.
func (h *hostAdmission) members() []protocol.Member {
	if h.call.roster == nil {
		return nil
	}
	return slices.Clone(h.call.roster.Members)
}

// publishRoster signs a list, which holds from now on, and tells everybody, directly where it can.
func (h *hostAdmission) publishRoster(members []protocol.Member) {
	c, wasFull := h.call, h.isFull()
	m := seal.SignRoster(c.link.Host, c.room, members, c.roster)
	c.socket.SendMessage(m)
	c.broadcastDirect(m)
	c.applyRoster(m)
	h.publishNames()
	if h.isFull() == wasFull {
		return
	}
	for sid, k := range h.waiting {
		if k.name != nil && !k.isOutside {
			// a hello without a word that it is full says that a seat is free
			c.sendTo(sid, c.newHello())
			h.sendSeatState(sid)
		}
	}
}
