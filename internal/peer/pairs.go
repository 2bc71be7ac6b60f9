package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// The pairs of a call: how they are made, and what follows from what happens in them.

// newPairEnv gives what all pairs of this call have in common.
func (c *Call) newPairEnv() *pairEnv {
	return &pairEnv{
		tasks: c.tasks, room: c.room, psk: c.link.PSK(),
		settings: c.rtcSettings, downloads: c.downloads,
		sendFrame:     func(to protocol.SID, body []byte) { c.socket.SendFrame(to, body) },
		hasServer:     func() bool { return c.socket.IsConnected() },
		isOver:        func() bool { return c.over },
		newProof:      func(h []byte) *protocol.Auth { return seal.NewAuth(h, c.key, c.link.Host) },
		expectationOf: c.expectationOf,
		onEvent:       c.onPairEvent,
	}
}

// expectationOf says what the peer has to prove at this moment: rosters change.
func (c *Call) expectationOf(p *pair) seal.Expectation {
	e := seal.Expectation{Own: seal.PublicKeyOf(c.key), IsHost: p.isHost, HostKeyHash: c.link.Pin}
	if line := c.roster.MemberBySID(p.sid); line != nil {
		e.Key = &line.Key
	}
	return e
}

// pairWith gives the pair with somebody, a new one if need be.
func (c *Call) pairWith(sid protocol.SID, isHost, isInitiator bool) *pair {
	p := c.pairs[sid]
	if p == nil {
		p = newPair(c.pairEnv, c.sid, sid, isHost, isInitiator)
		c.pairs[sid] = p
	}
	return p
}

// sendTo says it to somebody, if there is such a pair.
func (c *Call) sendTo(sid protocol.SID, m protocol.Message) {
	if p := c.pairs[sid]; p != nil {
		p.sendMessage(m)
	}
}

func (c *Call) dropPair(sid protocol.SID) {
	if p := c.pairs[sid]; p != nil {
		p.close()
		delete(c.pairs, sid)
		c.endIfUnreachable()
	}
}

// onPairEvent is told what happens in a pair.
func (c *Call) onPairEvent(p *pair, e pairEvent) {
	shown := Event{SID: p.sid.String(), Name: p.name}
	switch e := e.(type) {
	case pairAuthenticated:
		c.handleAuthenticated(p, e.auth)
		return
	case pairChannelOpen:
		c.handleChannelOpen(p)
		return
	case pairMessage:
		c.handlePeerMessage(p, e.message)
		return
	case pairUnconnected:
		c.startPairs()
		return
	case pairAttacked:
		c.handleAttack(p, e.code)
		return
	case pairConnected:
		shown.Kind, shown.Route = Connected, e.route
	case pairLost:
		shown.Kind = Reconnecting
	case pairFailed:
		shown.Kind, shown.Code = Problem, "pair-failed"
	case pairSafetyCode:
		shown.Kind, shown.Safety = Safe, e.code
	case pairUnchecked:
		shown.Kind = Unchecked
	case pairFileOutcome:
		shown.Kind, shown.File, shown.Code = EventKind(e.outcome), e.file, e.code
	}
	c.emitEvent(shown)
	if shown.Kind == Reconnecting {
		c.endIfUnreachable()
	}
}

// handleAttack follows an attack in a pair, which is closed already.
func (c *Call) handleAttack(p *pair, code string) {
	if !p.isMember && !p.isHost { // whoever has the link may knock: no reason for an alarm
		c.admission.closeKnock(p)
		return
	}
	c.emitEvent(Event{Kind: Alarm, SID: p.sid.String(), Name: p.name, Code: code})
	c.endIfUnreachable()
}

// handlePeerMessage takes in what somebody else says, other than of the negotiation.
func (c *Call) handlePeerMessage(p *pair, m protocol.Message) {
	e := Event{SID: p.sid.String(), Name: p.name}
	mayPassOn := p.isMember || p.isHost // who only knocks does not
	switch m := m.(type) {
	case *protocol.Hello:
		c.handleHello(p, m)
	case *protocol.Roster:
		if mayPassOn {
			c.handleRoster(m, p.isHost)
		}
	case *protocol.End:
		if mayPassOn {
			c.handleEnd(m)
		}
	case *protocol.Names:
		c.handleNames(m)
	case *protocol.Ticket:
		if p.isHost {
			c.ticket = m.Ticket
		}
	case *protocol.Note:
		if e.Kind, e.Text = Noted, protocol.ToText(m.Text); p.isHost {
			c.emitEvent(e)
		}
	case *protocol.Full:
		if e.Kind = Full; p.isHost {
			c.emitEvent(e)
		}
	case *protocol.Locked:
		if e.Kind = Locked; p.isHost {
			c.emitEvent(e)
		}
	case *protocol.Chat:
		if e.Kind, e.Text = Said, protocol.ToText(m.Text); p.isMember {
			c.emitEvent(e)
		}
	case *protocol.State:
		if e.Kind, e.Microphone, e.Camera = Switched, m.Microphone, m.Camera; p.isMember {
			c.emitEvent(e)
		}
	case *protocol.Bye:
		c.handleBye(p)
	}
}

func (c *Call) handleHello(p *pair, m *protocol.Hello) {
	if p.name != "" {
		m.Name = p.name // the first one stays
	}
	// and above all the one under which the host has let somebody in
	m.Name = c.names.NameOf(p.sid, m.Name)
	if c.admission.isWaiting(p.sid) {
		p.name = m.Name
		c.admission.handleKnock(p.sid, m)
		return
	}
	if p.name == m.Name && p.topic == protocol.ToLine(m.Topic) {
		return // again, after a loss
	}
	p.name, p.topic = m.Name, protocol.ToLine(m.Topic)
	c.admission.learnName(p.sid, p.name)
	c.emitEvent(Event{Kind: Met, SID: p.sid.String(), Name: p.name, Topic: p.topic})
}

func (c *Call) handleBye(p *pair) {
	if c.admission.isWaiting(p.sid) {
		c.admission.forgetKnocker(p.sid)
	} else {
		c.forgetDeparted(p.sid)
	}
}
