package peer

import (
	"encoding/json"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// What the server says, and what follows from it (protocol, section 3). The server is not trusted:
// it can lose and delay, but who is a member, who is removed and when the call ends is only
// believed under the host's signature.

// newJoin makes the answer to a challenge.
func (c *Call) newJoin(n protocol.Nonce) protocol.Message {
	m := &protocol.Join{Room: c.room, Key: seal.PublicKeyOf(c.key), Roster: c.roster}
	if c.sid != (protocol.SID{}) {
		m.SID = &c.sid
	} else {
		m.Roster = nil
	}
	m.Signature = seal.SignText(c.key, seal.JoinText(n, c.room, c.sid))
	if c.link.IsHost() {
		s := seal.SignText(c.link.Host, seal.JoinHostText(n, c.room, m.Key))
		m.HostSignature = &s
	}
	return m
}

func (c *Call) handleServerMessage(m protocol.Message) {
	if c.over {
		return
	}
	switch m := m.(type) {
	case *protocol.Welcome:
		c.handleWelcome(m)
	case *protocol.Moved:
		c.arrange(m.Appointment)
	case *protocol.Host:
		c.meetHost(m.Host, m.Away)
	case *protocol.Knock:
		c.admission.handleKnocker(m.SID)
	case *protocol.Roster:
		c.handleRoster(m, false)
	case *protocol.Relay:
		c.setRelay(m)
	case *protocol.Incident:
		c.emitEvent(Event{Kind: Watched, Text: m.Reason})
	case *protocol.DataReport:
		c.emitReport(m)
	case *protocol.Left:
		c.handleLeft(m.SID)
	case *protocol.Deny:
		c.handleDeny(m)
	case *protocol.End:
		c.handleEnd(m)
	case *protocol.Error:
		// Others are answers to frames and commands that crossed with a departure, or come before a
		// closing.
		switch {
		case m.Code == "room-full" || m.Code == "stale-epoch":
			c.emitEvent(Event{Kind: Problem, Code: m.Code})
		case m.Code == "unknown-peer" && m.SID != nil:
			c.admission.handleRefusal(*m.SID)
		}
	}
}

func (c *Call) handleFrame(from protocol.SID, body []byte) {
	if p := c.pairs[from]; p != nil && !c.over {
		p.ReceiveFrame(body)
	}
}

func (c *Call) handleServerLost(code string) {
	if !c.over {
		c.emitEvent(Event{Kind: ServerLost, Code: code})
	}
}

// handleServerClosed follows a refusal for good: the server will not have us back. A call goes on
// without it as long as somebody is there directly. That the host turned us away or took us out is
// not for the server to say: the host's signed word has come before, or it is not so.
func (c *Call) handleServerClosed(code string) {
	if code == "denied" || code == "ended" {
		code = "bad-server"
	}
	c.serverEnd = code
	switch {
	case c.over:
	case c.endMessage != nil && (code == "room-gone" || code == "ended-by-operator"):
		c.finish("ended")
	case !c.isAnyReachable():
		c.finish(code)
	default:
		c.emitEvent(Event{Kind: ServerLost, Code: code})
	}
}

// endIfUnreachable ends a call that has neither a server nor a connection left.
func (c *Call) endIfUnreachable() {
	if c.serverEnd != "" && !c.isAnyReachable() {
		c.finish(c.serverEnd)
	}
}

func (c *Call) handleWelcome(m *protocol.Welcome) {
	resumed := m.SID == c.sid
	if !resumed && c.isAdmitted() && c.isAnyReachable() {
		// under another sid nobody would know us; an honest server has no reason to give us one
		c.socket.Postpone()
		return
	}
	if c.socket.ClearLoss() {
		c.emitEvent(Event{Kind: ServerBack})
	}
	c.seats = m.Seats
	c.arrange(m.Appointment)
	if c.endMessage != nil {
		c.socket.SendMessage(c.endMessage)
		return
	}
	if !resumed {
		c.startOver(m.SID)
	}
	for _, p := range c.pairs {
		p.Path.Reset()
	}
	if c.admission != nil {
		c.admission.enterAsHost(m.Roster, m.Knockers)
	} else if m.Roster != nil {
		c.handleRoster(m.Roster, false)
	}
	c.meetHost(m.Host, m.Away)
	if c.over {
		return
	}
	for _, p := range c.pairs { // whoever began while we were away had no answer
		if !p.IsClosed {
			p.OpenPath()
		}
	}
	if c.connected {
		c.socket.SendMessage(&protocol.Connected{})
	}
}

// arrange follows what the server says of the appointment. What nobody with the link has sealed for
// this room is none.
func (c *Call) arrange(sealed *protocol.Appointment) {
	was := c.appointment
	if c.appointment = sealed; sealed != nil {
		if was != nil && *was == *sealed {
			return
		}
		if when, ok := c.link.OpenAppointment(*sealed); ok {
			c.emitEvent(Event{Kind: Arranged, When: when.Unix()})
			return
		}
		c.appointment = nil
	}
	if was != nil {
		c.emitEvent(Event{Kind: Arranged})
	}
}

// startOver begins with a new sid: everything tied to the old one goes, and a guest has to be let
// in again.
func (c *Call) startOver(sid protocol.SID) {
	c.together.Recordings.EndOwn("stopped")
	for _, p := range c.pairs {
		p.Close()
	}
	clear(c.pairs)
	c.sid, c.host, c.relay = sid, nil, nil
	c.connected = false
	if c.admission == nil {
		c.joined, c.roster, c.uncheckedRoster = false, nil, nil
	}
}

// isAdmitted reports whether the newest roster names us.
func (c *Call) isAdmitted() bool {
	return c.roster.Includes(c.sid, seal.PublicKeyOf(c.key))
}

// meetHost: a knocker deals with the host alone. Without a sid there is none at the moment; away
// means that its socket is lost, and that it may come back to us.
func (c *Call) meetHost(sid *protocol.SID, away bool) {
	if c.admission != nil || c.isAdmitted() {
		return
	}
	if c.host != nil && (sid == nil || *c.host != *sid) {
		c.dropPair(*c.host)
	}
	c.host = sid
	if sid == nil || away {
		c.emitEvent(Event{Kind: Waiting})
	} else {
		c.emitEvent(Event{Kind: Waiting, SID: sid.String()})
	}
	if sid != nil {
		c.pairWith(*sid, true, true).OpenPath()
	}
}

// handleLeft takes the server's word as a hint: it never ends a connected pair. For a guest, the
// absent may come back as long as the host's roster names them.
func (c *Call) handleLeft(sid protocol.SID) {
	p := c.pairs[sid]
	switch {
	case c.admission.isWaiting(sid):
		c.admission.forgetKnocker(sid)
	case p != nil && p.IsReachable():
	case c.admission != nil:
		c.admission.loseMember(sid)
	case p != nil && !p.IsAbsent:
		p.IsAbsent = true
		c.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: p.Name})
	}
}

// forgetDeparted drops somebody who said goodbye.
func (c *Call) forgetDeparted(sid protocol.SID) {
	p := c.pairs[sid]
	if p == nil {
		return
	}
	c.departed[sid] = true
	c.emitEvent(Event{Kind: Gone, SID: sid.String(), Name: p.Name})
	c.dropPair(sid)
	c.admission.releaseSeat(sid)
}

func (c *Call) handleDeny(m *protocol.Deny) {
	if c.admission != nil || m.SID != c.sid {
		return
	}
	if c.isSignedByHost(seal.DenyText(c.room, m.SID, seal.PublicKeyOf(c.key)), m.Signature) {
		c.finish(c.denialCode())
	}
}

func (c *Call) denialCode() string {
	if c.wasMember {
		return "removed"
	}
	return "denied"
}

func (c *Call) handleEnd(m *protocol.End) {
	if c.isSignedByHost(seal.EndText(c.room), m.Signature) {
		c.finish("ended")
	}
}

// isSignedByHost reports whether the host has signed this. What somebody else says in the host's
// name raises an alarm; before the host has shown its key nothing can be judged, and nothing is
// believed.
func (c *Call) isSignedByHost(text []byte, s protocol.Signature) bool {
	switch {
	case c.hostKey == nil:
		return false
	case seal.IsSignature(*c.hostKey, text, s):
		return true
	}
	c.emitEvent(Event{Kind: Alarm, Code: "bad-signature"})
	return false
}

// emitReport passes on what the server says it holds, as it stands in the message but for its kind.
func (c *Call) emitReport(m *protocol.DataReport) {
	text, err := json.Marshal(m)
	if err != nil { // no message holds anything that JSON cannot
		panic(err)
	}
	c.emitEvent(Event{Kind: Known, Knows: text})
}
