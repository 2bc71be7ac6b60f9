package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// The names under which the host has let people in: a list that it signs, and that holds whoever
// passes it on (protocol, section 4.7).

// handleNames follows a list of names that is newer than the last, and passes it on: the host may
// not reach everybody directly.
func (c *Call) handleNames(m *protocol.Names) {
	if c.names != nil && m.Epoch <= c.names.Epoch ||
		!c.isSignedByHost(seal.NamesText(c.room, m.Epoch, m.Names), m.Signature) {
		return
	}
	if c.admission != nil { // of our own, from another device
		c.names = m
		c.admission.recallNames(m)
		return
	}
	c.applyNames(m)
}

// applyNames calls everybody so from now on.
func (c *Call) applyNames(m *protocol.Names) {
	c.names = m
	c.broadcastDirect(m)
	for sid, p := range c.pairs {
		if name := m.NameOf(sid, p.Name); p.Name != "" && p.Name != name {
			p.Name = name
			c.emitEvent(Event{Kind: Met, SID: sid.String(), Name: name, Topic: p.Topic})
		}
	}
}

// learnName keeps the name of a member whom this device did not know by name.
func (h *hostAdmission) learnName(sid protocol.SID, name string) {
	if h == nil || h.guestBySID(sid) == nil || h.names[sid] != "" {
		return
	}
	h.names[sid] = name
	h.publishNames()
	h.sendTicket(sid)
}

// recallNames takes up what we signed on another device.
func (h *hostAdmission) recallNames(m *protocol.Names) {
	for _, n := range m.Names {
		if h.names[n.SID] == "" {
			h.names[n.SID] = n.Name
		}
	}
	h.publishNames()
}

// publishNames signs the names of all members, and of nobody else, and tells everybody.
func (h *hostAdmission) publishNames() {
	c, names := h.call, map[protocol.SID]string{}
	var list []protocol.NamedMember
	for _, line := range h.members() {
		name := h.names[line.SID]
		if line.SID == c.sid {
			name = c.options.Name
		}
		if name != "" {
			names[line.SID] = name
			list = append(list, protocol.NamedMember{SID: line.SID, Name: name})
		}
	}
	h.names = names
	c.applyNames(seal.SignNames(c.link.Host, c.room, list, c.names))
}

// nameOf is how somebody is called, we ourselves too; empty if that is not known.
func (c *Call) nameOf(sid protocol.SID) string {
	if sid == c.sid {
		return c.options.Name
	}
	if p := c.pairs[sid]; p != nil {
		return p.Name
	}
	return ""
}
