package peer

import (
	"slices"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Whoever was let in once comes back without a question to the host (protocol, section 4.2).

// returned is the code of the [Admitted] event then.
const returned = "returned"

// readmit lets in again whoever is, or was lost as, a member under another sid: as the holder of a
// ticket after a reload, or under the same key when the server has forgotten the sid. Those who
// were removed are neither. Whoever comes back too often loses its old seat and knocks like a
// stranger.
func (h *hostAdmission) readmit(sid protocol.SID, ticket protocol.Blob) bool {
	k := h.waiting[sid]
	if k.key == nil {
		return false
	}
	ticketed, isTicketed := seal.OpenTicket(h.call.link.Host, h.call.room, ticket)
	holds := func(m protocol.Member) bool { return isTicketed && m == ticketed.Member }
	was := func(m protocol.Member) bool {
		return m.Role == protocol.RoleGuest &&
			(m.Key == *k.key || holds(m))
	}
	wasLost := func(a seal.Admitted) bool { return was(a.Member) }
	var old seal.Admitted
	known, lost := slices.IndexFunc(h.members(), was), slices.IndexFunc(h.lost, wasLost)
	switch {
	case known >= 0:
		line := h.members()[known]
		old = seal.Admitted{Member: line, Name: h.names[line.SID]}
	case lost >= 0 && !h.isFull():
		old = h.lost[lost]
	default:
		return false
	}
	h.lost = slices.DeleteFunc(h.lost, wasLost)
	others := slices.DeleteFunc(h.members(), was)
	if !h.returns.mayReturn(old.Key, *k.key) {
		if known >= 0 {
			h.publishRoster(others)
		}
		return false
	}
	if old.Name == "" && holds(old.Member) { // this device has not let it in
		old.Name = ticketed.Name
	}
	if old.Name == "" {
		old.Name = *k.name
	}
	h.seatGuest(append(others, protocol.Member{SID: sid, Key: *k.key, Role: protocol.RoleGuest}),
		old.Name, returned)
	return true
}

// sendTicket gives a member its ticket to come back with.
func (h *hostAdmission) sendTicket(sid protocol.SID) {
	if h == nil {
		return
	}
	if line := h.call.roster.MemberBySID(sid); line != nil && h.names[sid] != "" {
		h.call.sendTo(sid, &protocol.Ticket{Ticket: seal.SealTicket(h.call.link.Host, h.call.room,
			seal.Admitted{Member: *line, Name: h.names[sid]})})
	}
}

// loseMember takes a member off the roster who is gone and may come back.
func (h *hostAdmission) loseMember(sid protocol.SID) bool {
	line := h.guestBySID(sid)
	if line == nil {
		return false
	}
	h.lost.remember(seal.Admitted{Member: *line, Name: h.names[sid]})
	return h.releaseSeat(sid)
}

// tellRecorder tells those who wait that somebody records, or no longer.
func (h *hostAdmission) tellRecorder() {
	if h == nil {
		return
	}
	for sid, k := range h.waiting {
		if k.name != nil && !k.isOutside {
			h.call.sendTo(sid, h.call.newHello())
			h.sendSeatState(sid)
		}
	}
}

// warnKnocker tells somebody of a recording who may come in at once.
func (h *hostAdmission) warnKnocker(sid protocol.SID) {
	if h.call.together.Recordings.Recorder() != nil {
		h.call.sendTo(sid, h.call.newHello())
	}
}
