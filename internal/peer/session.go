package peer

// What the server says, and what follows from it (protocol, section 3). The server is not trusted:
// it can lose and delay, but who is a member, who is removed and when the call ends is only
// believed under the host's signature.

// join answers a challenge.
func (c *Call) join(n nonce) message {
	m := &joinMessage{Room: c.room, Key: publicOf(c.key), Roster: c.roster}
	if c.sid != (SID{}) {
		m.SID = &c.sid
	} else {
		m.Roster = nil
	}
	m.Signature = sign(c.key, joinText(n, c.room, c.sid))
	if c.link.IsHost() {
		s := sign(c.link.Host, joinHostText(n, c.room, m.Key))
		m.HostSignature = &s
	}
	return m
}

func (c *Call) receive(m message) {
	if c.over {
		return
	}
	switch m := m.(type) {
	case *welcomeMessage:
		c.welcome(m)
	case *hostMessage:
		c.meetHost(m.Host, m.Away)
	case *knockMessage:
		c.desk.arrived(m.SID)
	case *rosterMessage:
		c.takeRoster(m, false)
	case *relayMessage:
		c.setRelay(m)
	case *incidentMessage:
		c.emit(Event{Kind: Watched, Text: m.Reason})
	case *dataReport:
		c.emitReport(m)
	case *leftMessage:
		c.left(m.SID)
	case *denyMessage:
		c.denied(m)
	case *endMessage:
		c.takeEnd(m)
	case *errorMessage:
		// Others are answers to frames and commands that crossed with a departure, or come before a
		// closing.
		switch {
		case m.Code == "room-full" || m.Code == "stale-epoch":
			c.emit(Event{Kind: Problem, Code: m.Code})
		case m.Code == "unknown-peer" && m.SID != nil:
			c.desk.refused(*m.SID)
		}
	}
}

func (c *Call) frame(from SID, body []byte) {
	if p := c.pairs[from]; p != nil && !c.over {
		p.frame(body)
	}
}

func (c *Call) lost(code string) {
	if !c.over {
		c.emit(Event{Kind: ServerLost, Code: code})
	}
}

// closed: the server will not have us back. A call goes on without it as long as somebody is there
// directly. That the host turned us away or took us out is not for the server to say: the host's
// signed word has come before, or it is not so.
func (c *Call) closed(code string) {
	if code == "denied" || code == "ended" {
		code = "bad-server"
	}
	c.serverEnd = code
	switch {
	case c.over:
	case c.ending != nil && code == "room-gone":
		c.finish("ended")
	case !c.anyLive():
		c.finish(code)
	default:
		c.emit(Event{Kind: ServerLost, Code: code})
	}
}

// lostPair looks whether anything is left of the call.
func (c *Call) lostPair() {
	if c.serverEnd != "" && !c.anyLive() {
		c.finish(c.serverEnd)
	}
}

func (c *Call) welcome(m *welcomeMessage) {
	resumed := m.SID == c.sid
	if !resumed && c.isAdmitted() && c.anyLive() {
		// under another sid nobody would know us; an honest server has no reason to give us one
		c.socket.putOff()
		return
	}
	if c.socket.back() {
		c.emit(Event{Kind: ServerBack})
	}
	c.seats = m.Seats
	if c.ending != nil {
		c.socket.send(c.ending)
		return
	}
	if !resumed {
		c.renew(m.SID)
	}
	for _, p := range c.pairs {
		p.path.reset()
	}
	if c.desk != nil {
		c.desk.enter(m.Roster, m.Knockers)
	} else if m.Roster != nil {
		c.takeRoster(m.Roster, false)
	}
	c.meetHost(m.Host, m.Away)
	if c.over {
		return
	}
	for _, p := range c.pairs { // whoever began while we were away had no answer
		p.reconnect()
	}
	if c.connected {
		c.socket.send(&connectedMessage{})
	}
}

// renew begins with a new sid: everything that hung on the old one goes, and a guest has to be let
// in again.
func (c *Call) renew(sid SID) {
	for _, p := range c.pairs {
		p.close()
	}
	clear(c.pairs)
	c.sid, c.host, c.relay = sid, nil, nil
	c.connected = false
	if c.desk == nil {
		c.joined, c.roster, c.unchecked = false, nil, nil
	}
}

// isAdmitted says whether the newest roster names us.
func (c *Call) isAdmitted() bool {
	return c.roster.includes(c.sid, publicOf(c.key))
}

// meetHost: a knocker deals with the host alone. Without a sid there is none at the moment; away
// means that its socket is lost, and that it may come back to us.
func (c *Call) meetHost(sid *SID, away bool) {
	if c.desk != nil || c.isAdmitted() {
		return
	}
	if c.host != nil && (sid == nil || *c.host != *sid) {
		c.drop(*c.host)
	}
	c.host = sid
	if sid == nil || away {
		c.emit(Event{Kind: Waiting})
	} else {
		c.emit(Event{Kind: Waiting, SID: sid.String()})
	}
	if sid != nil {
		c.meet(*sid, true, true).connect()
	}
}

// left is a hint: it never ends a pair that lives. Who is gone for a guest may come back, as long
// as the host's list has it.
func (c *Call) left(sid SID) {
	p := c.pairs[sid]
	switch {
	case c.desk.isWaiting(sid):
		c.desk.gone(sid)
	case p != nil && p.live():
	case c.desk != nil:
		c.desk.lose(sid)
	case p != nil && !p.absent:
		p.absent = true
		c.emit(Event{Kind: Gone, SID: sid.String(), Name: p.name})
	}
}

// depart: somebody said good-bye.
func (c *Call) depart(sid SID) {
	p := c.pairs[sid]
	if p == nil {
		return
	}
	c.departed[sid] = true
	c.emit(Event{Kind: Gone, SID: sid.String(), Name: p.name})
	c.drop(sid)
	c.desk.release(sid)
}

func (c *Call) denied(m *denyMessage) {
	if c.desk != nil || m.SID != c.sid {
		return
	}
	if c.isHosts(denyText(c.room, m.SID, publicOf(c.key)), m.Signature) {
		c.finish(c.turnedAway())
	}
}

func (c *Call) turnedAway() string {
	if c.wasMember {
		return "removed"
	}
	return "denied"
}

func (c *Call) takeEnd(m *endMessage) {
	if c.isHosts(endText(c.room), m.Signature) {
		c.finish("ended")
	}
}

// isHosts says whether the host has signed this. What somebody else says in the host's name raises
// an alarm; before the host has shown its key nothing can be judged, and nothing is believed.
func (c *Call) isHosts(text []byte, s signature) bool {
	switch {
	case c.hostKey == nil:
		return false
	case verify(*c.hostKey, text, s):
		return true
	}
	c.emit(Event{Kind: Alarm, Code: "bad-signature"})
	return false
}
