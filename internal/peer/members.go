package peer

import (
	"time"

	"einmal/internal/peer/groups"
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
	c.recordings.RosterChanged()
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
		m.Ticket = c.ticket
		p.SendMessage(m)
	}
}

func (c *Call) newHello() *protocol.Hello {
	m := &protocol.Hello{Name: c.options.Name, Phone: c.options.Phone}
	if c.admission != nil {
		m.Topic, m.Recorder = c.options.Topic, c.recordings.Recorder()
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

func (c *Call) handleBye(p *pair.Pair) {
	if c.admission.isWaiting(p.SID) {
		c.admission.forgetKnocker(p.SID)
	} else {
		c.forgetDeparted(p.SID)
	}
}

// Groups: whoever is elsewhere gets nothing of ours, and what comes from there is left (protocol,
// section 4.17).

// newGroups ties what is said of groups to the pairs of this call.
func (c *Call) newGroups() *groups.Groups {
	return groups.New(&groups.Env{Room: c.room,
		HostKey: func() *protocol.PublicKey { return c.hostKey },
		Own:     func() protocol.SID { return c.sid },
		Members: func() (sids []protocol.SID) {
			for sid, p := range c.pairs {
				if p.IsMember {
					sids = append(sids, sid)
				}
			}
			return sids
		},
		IsHost: func(sid protocol.SID) bool { return c.pairs[sid].IsHost },
		Send: func(to protocol.SID, kind byte, payload []byte) {
			if p := c.pairs[to]; p != nil {
				p.SendDoc(kind, payload)
			}
		},
		RunAfter: func(pause time.Duration, f func()) func() bool {
			return time.AfterFunc(pause, func() { c.tasks.Enqueue(f) }).Stop
		},
		Changed: func() {
			for _, p := range c.pairs {
				c.keepApart(p)
			}
		},
		Moved: func(name string, open bool) {
			e := Event{Kind: Grouped, Text: name}
			if !open {
				e.Code = "over"
			}
			c.emitEvent(e)
		},
		Told: func(from protocol.SID, text string) {
			c.emitEvent(Event{Kind: Told, SID: from.String(), Name: c.pairs[from].Name, Text: text})
		}})
}

func (c *Call) keepApart(p *pair.Pair) {
	isApart := c.groups.IsApart(p.SID)
	p.Withhold(pair.InAnotherGroup, isApart, isApart)
}
