package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Who we deal with: the members of the newest roster, and before admission the one pair of knocker
// and host.

// takeRoster follows a roster that came from anywhere, if the host has signed it and it is newer
// than the last. FromHost means that the host itself has said it, directly.
func (c *Call) takeRoster(m *protocol.Roster, fromHost bool) {
	if c.hostKey == nil {
		c.unchecked = m // until the host has shown its key
		return
	}
	if !c.isHosts(seal.RosterText(c.room, m.Epoch, m.Members), m.Signature) {
		return
	}
	switch {
	case m.Epoch < c.newest || m.Epoch == c.newest && c.roster != nil:
	case m.Includes(c.sid, seal.PublicKeyOf(c.key)):
		c.follow(m)
		c.enter()
	case !c.isAdmitted():
	// of another device with the host link, from before it was replaced
	case c.desk != nil && c.serverEnd == "":
		c.desk.takeOver(m)
	case fromHost:
		c.finish("removed")
	default: // perhaps the host only took us for lost: we knock again, and its client knows which
		c.newest, c.roster, c.joined = m.Epoch, nil, false
		for sid := range c.pairs {
			c.drop(sid)
		}
	}
}

// follow makes the pairs be what a valid roster says.
func (c *Call) follow(m *protocol.Roster) {
	c.roster, c.newest = m, m.Epoch
	for sid, p := range c.pairs {
		if p.member && m.MemberBySID(sid) == nil {
			c.emit(Event{Kind: Gone, SID: sid.String(), Name: p.name})
			c.drop(sid)
		}
	}
	for place, line := range m.Members {
		if line.SID == c.sid || c.departed[line.SID] {
			continue
		}
		p := c.meet(line.SID, line.Role == protocol.RoleHost, m.IndexOf(c.sid) > place)
		p.member = true
		if p.isInitiator {
			p.connect()
		}
	}
	c.startPairs()
}

// enter: we are a member.
func (c *Call) enter() {
	if c.joined {
		return
	}
	c.joined, c.wasMember = true, true
	c.emit(Event{Kind: Joined})
}

// sealed: the path to somebody is sealed, for the first time or again.
func (c *Call) sealed(p *pair, m *protocol.Auth) {
	if p.isHost && c.desk == nil {
		c.hostKey = m.HostKey
		unchecked := c.unchecked
		c.unchecked = nil
		// anybody may have said one that is not
		if unchecked != nil && seal.IsSignedRoster(unchecked, *c.hostKey, c.room) {
			c.takeRoster(unchecked, false)
		}
	}
	switch {
	case c.desk.isWaiting(p.sid):
		c.desk.proved(p.sid, m.Key) // the host answers a hello
	case p.member:
		p.say(c.hello())
		c.desk.giveTicket(p.sid)
	default:
		p.say(&protocol.Hello{Name: c.options.Name, Ticket: c.ticket})
	}
}

func (c *Call) hello() *protocol.Hello {
	m := &protocol.Hello{Name: c.options.Name}
	if c.desk != nil {
		m.Topic = c.options.Topic
	}
	return m
}

// directTo: the data channel to somebody is open.
func (c *Call) directTo(p *pair) {
	if !c.connected {
		c.connected = true
		c.socket.SendMessage(&protocol.Connected{})
	}
	// What the server may have lost or held back. The host's word holds whoever says it.
	p.say(c.hello())
	p.say(c.roster)
	if c.named != nil {
		p.say(c.named)
	}
	p.sayHeld()
}

// broadcast says it to all members; false if there are none.
func (c *Call) broadcast(m protocol.Message) bool {
	said := false
	for _, p := range c.pairs {
		if p.member && !p.closed {
			p.say(m)
			said = true
		}
	}
	return said
}

// broadcastDirect says it where the server need not carry it.
func (c *Call) broadcastDirect(m protocol.Message) {
	for _, p := range c.pairs {
		if p.direct {
			p.say(m)
		}
	}
}

func (c *Call) anyLive() bool {
	for _, p := range c.pairs {
		if p.live() {
			return true
		}
	}
	return false
}
