package peer

import (
	"strings"

	"github.com/pion/webrtc/v4"
)

// Who we deal with: the members of the newest roster, and before admission the one pair of knocker
// and host.

// takeRoster follows a roster that came from anywhere, if the host has signed it and it is newer
// than the last. FromHost means that the host itself has said it, directly.
func (c *Call) takeRoster(m *rosterMessage, fromHost bool) {
	if c.hostKey == nil {
		c.unchecked = m // until the host has shown its key
		return
	}
	if !c.isHosts(rosterText(c.room, m.Epoch, m.Members), m.Signature) {
		return
	}
	switch {
	case m.Epoch < c.newest || m.Epoch == c.newest && c.roster != nil:
	case m.includes(c.sid, publicOf(c.key)):
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
func (c *Call) follow(m *rosterMessage) {
	c.roster, c.newest = m, m.Epoch
	for sid, p := range c.pairs {
		if p.member && m.memberBySID(sid) == nil {
			c.emit(Event{Kind: Gone, SID: sid.String(), Name: p.name})
			c.drop(sid)
		}
	}
	for place, line := range m.Members {
		if line.SID == c.sid || c.departed[line.SID] {
			continue
		}
		p := c.meet(line.SID, line.Role == roleHost, m.indexOf(c.sid) > place)
		p.member = true
		if p.later {
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

// meet gives the pair with somebody, a new one if need be.
func (c *Call) meet(sid SID, isHost, later bool) *pair {
	p := c.pairs[sid]
	if p == nil {
		p = c.newPair(sid, isHost, later)
		c.pairs[sid] = p
	}
	return p
}

// tell says it to somebody, if there is such a pair.
func (c *Call) tell(sid SID, m message) {
	if p := c.pairs[sid]; p != nil {
		p.say(m)
	}
}

func (c *Call) drop(sid SID) {
	if p := c.pairs[sid]; p != nil {
		p.close()
		delete(c.pairs, sid)
		c.lostPair()
	}
}

// setRelay takes what the server gives for the relay, for the first time or anew. An allocation
// ends with the credentials it was made with, so renewed ones have to be used before: relayed pairs
// look for a new way at once. One end does it for both: the later one, or the browser if there is
// one.
func (c *Call) setRelay(m *relayMessage) {
	c.relay = m
	for _, p := range c.pairs {
		if p.conn == nil || p.closed {
			continue
		}
		p.conn.configure(c.servers())
		if p.later && p.live() && p.route() != Direct && p.client != nil &&
			p.client.Client == clientNative {
			p.conn.restart()
		}
	}
	c.startPairs()
}

// startPairs waits for the relay: a pair that gathers too early would have no way but the direct
// one.
func (c *Call) startPairs() {
	if c.relay == nil || !c.isAdmitted() {
		return
	}
	for _, p := range c.pairs {
		if p.member {
			p.start(c.servers())
		}
	}
}

func (c *Call) servers() []webrtc.ICEServer {
	var urls []string
	for _, u := range c.relay.URLs {
		transport := c.options.RelayTransport
		if mayServe(u, c.link.Origin) && (transport == "" || transportOf(u) == transport) {
			urls = append(urls, u)
		}
	}
	if urls == nil {
		return nil
	}
	return []webrtc.ICEServer{{URLs: urls, Username: c.relay.Username,
		Credential: c.relay.Credential}}
}

// transportOf gives "udp", "tcp" or "tls" (RFC 7065).
func transportOf(url string) string {
	if strings.HasPrefix(url, "turns:") {
		return "tls"
	}
	if _, transport, ok := strings.Cut(url, "?transport="); ok {
		return transport
	}
	return "udp"
}

// sealed: the path to somebody is sealed, for the first time or again.
func (c *Call) sealed(p *pair, m *authMessage) {
	if p.isHost && c.desk == nil {
		c.hostKey = m.HostKey
		unchecked := c.unchecked
		c.unchecked = nil
		// anybody may have said one that is not
		if unchecked != nil && isSignedRoster(unchecked, *c.hostKey, c.room) {
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
		p.say(&helloMessage{Name: c.options.Name, Ticket: c.ticket})
	}
}

func (c *Call) hello() *helloMessage {
	m := &helloMessage{Name: c.options.Name}
	if c.desk != nil {
		m.Topic = c.options.Topic
	}
	return m
}

// directTo: the data channel to somebody is open.
func (c *Call) directTo(p *pair) {
	if !c.connected {
		c.connected = true
		c.socket.send(&connectedMessage{})
	}
	// What the server may have lost or held back. The host's word holds whoever says it.
	p.say(c.hello())
	p.say(c.roster)
	if c.named != nil {
		p.say(c.named)
	}
	p.sayHeld()
}

// hear takes in what somebody else says, other than of the negotiation.
func (c *Call) hear(p *pair, m message) {
	e := Event{SID: p.sid.String(), Name: p.name}
	mayPassOn := p.member || p.isHost // who only knocks does not
	switch m := m.(type) {
	case *helloMessage:
		c.hearHello(p, m)
	case *rosterMessage:
		if mayPassOn {
			c.takeRoster(m, p.isHost)
		}
	case *endMessage:
		if mayPassOn {
			c.takeEnd(m)
		}
	case *ticketMessage:
		if p.isHost {
			c.ticket = m.Ticket
		}
	case *noteMessage:
		if e.Kind, e.Text = Noted, toText(m.Text); p.isHost {
			c.emit(e)
		}
	case *fullMessage:
		if e.Kind = Full; p.isHost {
			c.emit(e)
		}
	case *lockedMessage:
		if e.Kind = Locked; p.isHost {
			c.emit(e)
		}
	case *chatMessage:
		if e.Kind, e.Text = Said, toText(m.Text); p.member {
			c.emit(e)
		}
	case *stateMessage:
		if e.Kind, e.Microphone, e.Camera = Switched, m.Microphone, m.Camera; p.member {
			c.emit(e)
		}
	case *byeMessage:
		c.hearBye(p)
	}
}

func (c *Call) hearHello(p *pair, m *helloMessage) {
	if p.name != "" {
		m.Name = p.name // the first one stays
	}
	// and above all the one under which the host has let somebody in
	m.Name = c.named.nameOf(p.sid, m.Name)
	if c.desk.isWaiting(p.sid) {
		p.name = m.Name
		c.desk.knocked(p.sid, m)
		return
	}
	if p.name == m.Name && p.topic == toLine(m.Topic) {
		return // again, after a loss
	}
	p.name, p.topic = m.Name, toLine(m.Topic)
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

// broadcast says it to all members; false if there are none.
func (c *Call) broadcast(m message) bool {
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
func (c *Call) broadcastDirect(m message) {
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
