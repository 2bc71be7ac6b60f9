package peer

import (
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Whom we deal with: the members of the newest roster, and before admission the host alone.

// handleRoster follows a roster that came from anywhere, if the host has signed it and it is newer
// than the last. FromHost means that the host itself has said it, directly.
func (c *Call) handleRoster(m *protocol.Roster, fromHost bool) {
	if c.hostKey == nil {
		c.uncheckedRoster = m // until the host has shown its key
		return
	}
	if !c.isSignedByHost(seal.RosterText(c.room, m.Epoch, m.Members), m.Signature) {
		return
	}
	switch {
	case m.Epoch < c.newestEpoch || m.Epoch == c.newestEpoch && c.roster != nil:
	case m.Includes(c.sid, seal.PublicKeyOf(c.key)):
		c.applyRoster(m)
		c.becomeMember()
	case !c.isAdmitted():
	// of another device with the host link, from before it was replaced
	case c.admission != nil && c.serverEnd == "":
		c.admission.takeOver(m)
	case fromHost:
		c.finish("removed")
	default: // perhaps the host only took us for lost: we knock again, and its client knows which
		c.newestEpoch, c.roster, c.joined = m.Epoch, nil, false
		for sid := range c.pairs {
			c.dropPair(sid)
		}
	}
}

// applyRoster makes the pairs match a valid roster.
func (c *Call) applyRoster(m *protocol.Roster) {
	c.roster, c.newestEpoch = m, m.Epoch
	for sid, p := range c.pairs {
		if p.IsMember && m.MemberBySID(sid) == nil {
			c.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: p.Name})
			c.dropPair(sid)
		}
	}
	for place, line := range m.Members {
		if line.SID == c.sid || c.departed[line.SID] {
			continue
		}
		isHost := line.Role == protocol.RoleHost
		p := c.pairWith(line.SID, isHost, m.IndexOf(c.sid) > place)
		if p.IsHost != isHost { // the host has handed over
			p.IsHost, c.handedOver[line.SID] = isHost, true
			if isHost {
				c.emitEvent(Event{Kind: Hosts, SID: line.SID.String(), Name: p.Name})
			}
		}
		p.IsMember = true
		if p.IsInitiator {
			p.OpenPath()
		}
	}
	c.startPairs()
	c.together.Recordings.RosterChanged()
}

// becomeMember follows the first roster that names us.
func (c *Call) becomeMember() {
	if c.joined {
		return
	}
	c.joined, c.wasMember = true, true
	c.emitEvent(Event{Kind: Joined})
}

// handleAuthenticated follows the sealing of a path, for the first time or again.
func (c *Call) handleAuthenticated(p *pair.Pair, m *protocol.Auth) {
	if p.IsHost && c.admission == nil {
		c.hostKey = m.HostKey
		unchecked := c.uncheckedRoster
		c.uncheckedRoster = nil
		// anybody may have sent one that is not
		if unchecked != nil && seal.IsSignedRoster(unchecked, *c.hostKey, c.room) {
			c.handleRoster(unchecked, false)
		}
	}
	switch {
	case c.admission.isWaiting(p.SID):
		c.admission.handleProof(p.SID, m.Key) // the host answers a hello
	case p.IsMember:
		p.SendMessage(c.newHello())
		c.admission.sendTicket(p.SID)
	default:
		m := c.newHello()
		if m.Ticket = c.ticket; m.Ticket == nil { // a link for one person says whose it is
			m.Ticket = c.link.DeviceTicket(c.device[:])
		}
		p.SendMessage(m)
	}
}

func (c *Call) newHello() *protocol.Hello {
	m := &protocol.Hello{Name: c.options.Name, Phone: c.options.Phone}
	if c.admission != nil {
		m.Topic, m.Recorder = c.options.Topic, c.together.Recordings.Recorder()
	}
	return m
}

// handleChannelOpen follows the opening of the data channel to somebody.
func (c *Call) handleChannelOpen(p *pair.Pair) {
	if !c.connected {
		c.connected = true
		c.socket.SendMessage(&protocol.Connected{})
	}
	// What the server may have lost or held back. The host's word holds whoever says it.
	p.SendMessage(c.newHello())
	p.SendMessage(c.roster)
	if c.names != nil {
		p.SendMessage(c.names)
	}
	p.SendHeld()
}

// broadcast sends a message to all members; false if there are none.
func (c *Call) broadcast(m protocol.Message) bool {
	said := false
	_, isSpoken := m.(*protocol.Chat) // it stays in our group
	for _, p := range c.pairs {
		if p.IsMember && !p.IsClosed && !(isSpoken && c.groups.IsApart(p.SID)) {
			p.SendMessage(m)
			said = true
		}
	}
	return said
}

// broadcastDirect sends it wherever the server need not carry it.
func (c *Call) broadcastDirect(m protocol.Message) {
	for _, p := range c.pairs {
		if p.WasOpen {
			p.SendMessage(m)
		}
	}
}

func (c *Call) isAnyReachable() bool {
	for _, p := range c.pairs {
		if p.IsReachable() {
			return true
		}
	}
	return false
}

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
