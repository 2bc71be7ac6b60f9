package peer

import (
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// The pairs of a call: how they are made, and what follows from what happens in them.

// newPairEnv returns what all pairs of this call have in common.
func (c *Call) newPairEnv() *pair.Env {
	return &pair.Env{
		Tasks: c.tasks, Room: c.room, PSK: c.link.NoisePSK(),
		Settings: c.rtcSettings, Downloads: c.downloads, Client: c.options.client(),
		SendFrame:     func(to protocol.SID, body []byte) { c.socket.SendFrame(to, body) },
		HasServer:     func() bool { return c.socket.IsConnected() },
		IsOver:        func() bool { return c.over },
		NewProof:      func(h []byte) *protocol.Auth { return seal.NewAuth(h, c.key, c.link.Host) },
		ExpectationOf: c.expectationOf,
		OnEvent:       c.onPairEvent,
		Taker:         c.options.Taker, PictureHeight: c.options.PictureHeight,
	}
}

// expectationOf says what the peer has to prove at this moment: rosters change.
func (c *Call) expectationOf(p *pair.Pair) seal.Expectation {
	e := seal.Expectation{Own: seal.PublicKeyOf(c.key), IsHost: p.IsHost, HostKeyHash: c.link.Pin,
		MayBeEither: c.handedOver[p.SID]}
	if line := c.roster.MemberBySID(p.SID); line != nil {
		e.Key = &line.Key
	}
	return e
}

// pairWith returns the pair with somebody, a new one if need be.
func (c *Call) pairWith(sid protocol.SID, isHost, isInitiator bool) *pair.Pair {
	p := c.pairs[sid]
	if p == nil {
		p = pair.New(c.pairEnv, c.sid, sid, isHost, isInitiator)
		c.pairs[sid] = p
		c.together.Recordings.Apply(sid)
		c.keepApart(p)
	}
	return p
}

// sendTo sends a message to somebody, if there is such a pair.
func (c *Call) sendTo(sid protocol.SID, m protocol.Message) {
	if p := c.pairs[sid]; p != nil {
		p.SendMessage(m)
	}
}

func (c *Call) dropPair(sid protocol.SID) {
	if p := c.pairs[sid]; p != nil {
		p.Close()
		delete(c.pairs, sid)
		c.together.Gone(sid)
		c.endIfUnreachable()
	}
}

// onPairEvent is told what happens in a pair.
func (c *Call) onPairEvent(p *pair.Pair, e pair.Event) {
	shown := Event{SID: p.SID.String(), Name: p.Name}
	switch e := e.(type) {
	case pair.Authenticated:
		c.handleAuthenticated(p, e.Auth)
		return
	case pair.ChannelOpen:
		c.handleChannelOpen(p)
		return
	case pair.Message:
		c.handlePeerMessage(p, e.Message)
		return
	case pair.DocOpen:
		if p.IsMember && c.isAdmitted() {
			c.together.ChannelOpened(p.SID)
		}
		return
	case pair.Doc:
		if p.IsMember && c.isAdmitted() {
			if err := c.together.Receive(p.SID, e.Kind, e.Payload); err != nil {
				p.Refuse(err.Error())
			}
		}
		return
	case pair.Unconnected:
		c.startPairs()
		return
	case pair.Attacked:
		c.handleAttack(p, e.Code)
		return
	case pair.Connected:
		shown.Kind, shown.Route = Connected, e.Route
	case pair.Lost:
		shown.Kind = Reconnecting
	case pair.Failed:
		shown.Kind, shown.Code = Problem, "pair-failed"
	case pair.SafetyCode:
		shown.Kind, shown.Safety = Safe, e.Code
	case pair.Unchecked:
		shown.Kind = Unchecked
	case pair.FileOutcome:
		shown.Kind, shown.File, shown.Code = EventKind(e.Outcome), e.File, e.Code
	}
	c.emitEvent(shown)
	if shown.Kind == Reconnecting {
		c.endIfUnreachable()
	}
}

// handleAttack follows an attack in a pair, which is closed already.
func (c *Call) handleAttack(p *pair.Pair, code string) {
	if !p.IsMember && !p.IsHost { // whoever has the link may knock: no reason for an alarm
		c.admission.closeKnock(p)
		return
	}
	c.emitEvent(Event{Kind: Alarm, SID: p.SID.String(), Name: p.Name, Code: code})
	c.endIfUnreachable()
}

// handlePeerMessage handles what a peer says, apart from the negotiation.
func (c *Call) handlePeerMessage(p *pair.Pair, m protocol.Message) {
	e := Event{SID: p.SID.String(), Name: p.Name}
	mayPassOn := p.IsMember || p.IsHost // knockers do not
	switch m := m.(type) {
	case *protocol.Hello:
		c.handleHello(p, m)
	case *protocol.Roster:
		if mayPassOn {
			c.handleRoster(m, p.IsHost)
		}
	case *protocol.End:
		if mayPassOn {
			c.handleEnd(m)
		}
	case *protocol.Names:
		c.handleNames(m)
	case *protocol.Ticket:
		if p.IsHost {
			c.ticket = m.Ticket
		}
	case *protocol.Note:
		if e.Kind, e.Text = Noted, protocol.ToText(m.Text); p.IsHost {
			c.emitEvent(e)
		}
	case *protocol.Full:
		if e.Kind = Full; p.IsHost {
			c.emitEvent(e)
		}
	case *protocol.Locked:
		if e.Kind = Locked; p.IsHost {
			c.emitEvent(e)
		}
	case *protocol.Chat:
		if e.Kind, e.Text = Said, protocol.ToText(m.Text); p.IsMember {
			c.emitEvent(e)
		}
	case *protocol.State:
		if m.Hand != nil {
			e.Hand = *m.Hand
			c.highestHand = max(c.highestHand, e.Hand)
		}
		if e.Kind, e.Microphone, e.Camera = Switched, m.Microphone, m.Camera; p.IsMember {
			c.emitEvent(e)
		}
	case *protocol.Reaction:
		if e.Kind, e.Code = Reacted, m.Reaction; p.IsMember {
			c.emitEvent(e)
		}
	case *protocol.Caption:
		e.Kind, e.Text, e.Partial = Captioned, protocol.ToLine(m.Text), m.Partial
		if p.IsMember {
			c.emitEvent(e)
		}
	case *protocol.Ask:
		if e.Kind, e.Code = Asked, m.Wish; p.IsMember && p.IsHost {
			c.emitEvent(e)
		}
	case *protocol.Hosting:
		if p.IsHost && m.Step == protocol.HostingOffer { // nobody is here to let people in
			p.SendMessage(&protocol.Hosting{Step: protocol.HostingNo})
		}
	case *protocol.Bye:
		c.handleBye(p)
	}
}

func (c *Call) handleHello(p *pair.Pair, m *protocol.Hello) {
	if p.Name != "" {
		m.Name = p.Name // the first one stays
	}
	if p.IsHost {
		c.together.Recordings.NoteRecorder(m.Recorder)
	}
	// and above all the one under which the host has let somebody in
	m.Name = c.names.NameOf(p.SID, m.Name)
	if c.admission.isWaiting(p.SID) {
		p.Name = m.Name
		c.admission.handleKnock(p.SID, m)
		return
	}
	if p.Name == m.Name && p.Topic == protocol.ToLine(m.Topic) {
		return // again, after a loss
	}
	p.Name, p.Topic = m.Name, protocol.ToLine(m.Topic)
	c.admission.learnName(p.SID, p.Name)
	c.emitEvent(Event{Kind: Met, SID: p.SID.String(), Name: p.Name, Topic: p.Topic})
}

func (c *Call) handleBye(p *pair.Pair) {
	if c.admission.isWaiting(p.SID) {
		c.admission.forgetKnocker(p.SID)
	} else {
		c.forgetDeparted(p.SID)
	}
}
