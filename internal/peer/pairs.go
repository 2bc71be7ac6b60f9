package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// The pairs of a call: how they are made, and what follows from what happens in them.

// pairEnv gives what all pairs of this call have in common.
func (c *Call) pairEnv() *pairEnv {
	return &pairEnv{
		tasks: c.tasks, room: c.room, psk: c.link.PSK(), key: c.key, hostKey: c.link.Host,
		settings: c.pion, downloads: c.downloads,
		sendFrame: func(to protocol.SID, body []byte) { c.socket.SendFrame(to, body) },
		hasServer: func() bool { return c.socket.IsConnected() },
		isOver:    func() bool { return c.over },
		expect:    c.expect,
		onEvent:   c.onPairEvent,
	}
}

// expect says what the peer has to prove at this moment: rosters change.
func (c *Call) expect(p *pair) seal.Expectation {
	e := seal.Expectation{Own: seal.PublicKeyOf(c.key), IsHost: p.isHost, HostKeyHash: c.link.Pin}
	if line := c.roster.MemberBySID(p.sid); line != nil {
		e.Key = &line.Key
	}
	return e
}

// meet gives the pair with somebody, a new one if need be.
func (c *Call) meet(sid protocol.SID, isHost, isInitiator bool) *pair {
	p := c.pairs[sid]
	if p == nil {
		p = newPair(c.env, c.sid, sid, isHost, isInitiator)
		c.pairs[sid] = p
	}
	return p
}

// tell says it to somebody, if there is such a pair.
func (c *Call) tell(sid protocol.SID, m protocol.Message) {
	if p := c.pairs[sid]; p != nil {
		p.say(m)
	}
}

func (c *Call) drop(sid protocol.SID) {
	if p := c.pairs[sid]; p != nil {
		p.close()
		delete(c.pairs, sid)
		c.lostPair()
	}
}

// onPairEvent is told what happens in a pair.
func (c *Call) onPairEvent(p *pair, e pairEvent) {
	shown := Event{SID: p.sid.String(), Name: p.name}
	switch e := e.(type) {
	case pairAuthenticated:
		c.sealed(p, e.auth)
		return
	case pairOpen:
		c.directTo(p)
		return
	case pairMessage:
		c.hear(p, e.message)
		return
	case pairWantsConnection:
		c.startPairs()
		return
	case pairAttacked:
		c.cutOff(p, e.code)
		return
	case pairConnected:
		shown.Kind, shown.Route = Connected, e.route
	case pairLost:
		shown.Kind = Reconnecting
	case pairFailed:
		shown.Kind, shown.Code = Problem, "pair-failed"
	case pairSafe:
		shown.Kind, shown.Safety = Safe, e.code
	case pairUnchecked:
		shown.Kind = Unchecked
	case pairFile:
		shown.Kind, shown.File, shown.Code = EventKind(e.outcome), e.file, e.code
	}
	c.emit(shown)
	if shown.Kind == Reconnecting {
		c.lostPair()
	}
}

// cutOff follows an attack in a pair, which is closed already.
func (c *Call) cutOff(p *pair, code string) {
	if !p.member && !p.isHost { // whoever has the link may knock: no reason for an alarm
		c.desk.shut(p)
		return
	}
	c.emit(Event{Kind: Alarm, SID: p.sid.String(), Name: p.name, Code: code})
	c.lostPair()
}

// hear takes in what somebody else says, other than of the negotiation.
func (c *Call) hear(p *pair, m protocol.Message) {
	e := Event{SID: p.sid.String(), Name: p.name}
	mayPassOn := p.member || p.isHost // who only knocks does not
	switch m := m.(type) {
	case *protocol.Hello:
		c.hearHello(p, m)
	case *protocol.Roster:
		if mayPassOn {
			c.takeRoster(m, p.isHost)
		}
	case *protocol.End:
		if mayPassOn {
			c.takeEnd(m)
		}
	case *protocol.Names:
		c.takeNames(m)
	case *protocol.Ticket:
		if p.isHost {
			c.ticket = m.Ticket
		}
	case *protocol.Note:
		if e.Kind, e.Text = Noted, protocol.ToText(m.Text); p.isHost {
			c.emit(e)
		}
	case *protocol.Full:
		if e.Kind = Full; p.isHost {
			c.emit(e)
		}
	case *protocol.Locked:
		if e.Kind = Locked; p.isHost {
			c.emit(e)
		}
	case *protocol.Chat:
		if e.Kind, e.Text = Said, protocol.ToText(m.Text); p.member {
			c.emit(e)
		}
	case *protocol.State:
		if e.Kind, e.Microphone, e.Camera = Switched, m.Microphone, m.Camera; p.member {
			c.emit(e)
		}
	case *protocol.Bye:
		c.hearBye(p)
	}
}

func (c *Call) hearHello(p *pair, m *protocol.Hello) {
	if p.name != "" {
		m.Name = p.name // the first one stays
	}
	// and above all the one under which the host has let somebody in
	m.Name = c.named.NameOf(p.sid, m.Name)
	if c.desk.isWaiting(p.sid) {
		p.name = m.Name
		c.desk.knocked(p.sid, m)
		return
	}
	if p.name == m.Name && p.topic == protocol.ToLine(m.Topic) {
		return // again, after a loss
	}
	p.name, p.topic = m.Name, protocol.ToLine(m.Topic)
	c.desk.called(p.sid, p.name)
	c.emit(Event{Kind: Met, SID: p.sid.String(), Name: p.name, Topic: p.topic})
}

func (c *Call) hearBye(p *pair) {
	if c.desk.isWaiting(p.sid) {
		c.desk.gone(p.sid)
	} else {
		c.depart(p.sid)
	}
}
