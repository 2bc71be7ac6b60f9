package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Who we deal with: the members of the newest roster, and before admission the one pair of knocker
// and host.

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

// applyRoster makes the pairs be what a valid roster says.
func (c *Call) applyRoster(m *protocol.Roster) {
	c.roster, c.newestEpoch = m, m.Epoch
	for sid, p := range c.pairs {
		if p.isMember && m.MemberBySID(sid) == nil {
			c.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: p.name})
			c.dropPair(sid)
		}
	}
	for place, line := range m.Members {
		if line.SID == c.sid || c.departed[line.SID] {
			continue
		}
		p := c.pairWith(line.SID, line.Role == protocol.RoleHost, m.IndexOf(c.sid) > place)
		p.isMember = true
		if p.isInitiator {
			p.openPath()
		}
	}
	c.startPairs()
}

// becomeMember: we are a member.
func (c *Call) becomeMember() {
	if c.joined {
		return
	}
	c.joined, c.wasMember = true, true
	c.emitEvent(Event{Kind: Joined})
}

// handleAuthenticated: the path to somebody is sealed, for the first time or again.
func (c *Call) handleAuthenticated(p *pair, m *protocol.Auth) {
	if p.isHost && c.admission == nil {
		c.hostKey = m.HostKey
		unchecked := c.uncheckedRoster
		c.uncheckedRoster = nil
		// anybody may have said one that is not
		if unchecked != nil && seal.IsSignedRoster(unchecked, *c.hostKey, c.room) {
			c.handleRoster(unchecked, false)
		}
	}
	switch {
	case c.admission.isWaiting(p.sid):
		c.admission.handleProof(p.sid, m.Key) // the host answers a hello
	case p.isMember:
		p.sendMessage(c.newHello())
		c.admission.sendTicket(p.sid)
	default:
		p.sendMessage(&protocol.Hello{Name: c.options.Name, Ticket: c.ticket})
	}
}

func (c *Call) newHello() *protocol.Hello {
	m := &protocol.Hello{Name: c.options.Name}
	if c.admission != nil {
		m.Topic = c.options.Topic
	}
	return m
}

// handleChannelOpen: the data channel to somebody is open.
func (c *Call) handleChannelOpen(p *pair) {
	if !c.connected {
		c.connected = true
		c.socket.SendMessage(&protocol.Connected{})
	}
	// What the server may have lost or held back. The host's word holds whoever says it.
	p.sendMessage(c.newHello())
	p.sendMessage(c.roster)
	if c.names != nil {
		p.sendMessage(c.names)
	}
	p.sendHeld()
}

// broadcast says it to all members; false if there are none.
func (c *Call) broadcast(m protocol.Message) bool {
	said := false
	for _, p := range c.pairs {
		if p.isMember && !p.isClosed {
			p.sendMessage(m)
			said = true
		}
	}
	return said
}

// broadcastDirect says it where the server need not carry it.
func (c *Call) broadcastDirect(m protocol.Message) {
	for _, p := range c.pairs {
		if p.wasOpen {
			p.sendMessage(m)
		}
	}
}

func (c *Call) isAnyReachable() bool {
	for _, p := range c.pairs {
		if p.isReachable() {
			return true
		}
	}
	return false
}
