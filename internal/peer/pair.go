package peer

import (
	"slices"
	"time"

	"github.com/pion/webrtc/v4"
)

// pair is what ties us to one other participant: first a sealed path through the server, then a
// direct connection. It belongs to the call's goroutine.
type pair struct {
	call   *Call
	sid    SID
	isHost bool // the peer is the host
	member bool // the peer stands in the roster
	later  bool // we come after the peer in the roster, or knock
	path   *sealedPath
	conn   *connection // nil before both are members and the relay is known
	name   string
	topic  string
	safety *safetyExchange
	code   *SafetyCode   // nil before it is made
	client *buildMessage // what the peer runs; nil before it has said so
	files  *fileExchange

	early    []message // of the negotiation, before there is a connection
	held     held
	opened   bool // the sealed path has been, before
	direct   bool // the data channel has been, and its certificate was the announced one
	reported bool // Connected is the last that was said of the connection
	absent   bool // the server says that it is gone, and it cannot be reached
	closed   bool
	silence  *time.Timer // of the sealed path's current attempt
}

func (c *Call) newPair(sid SID, isHost, later bool) *pair {
	p := &pair{call: c, sid: sid, isHost: isHost, later: later}
	p.path = &sealedPath{
		ends:     ends{psk: c.link.NoisePSK(), room: c.room, self: c.sid, peer: sid},
		later:    later,
		send:     func(body []byte) { c.socket.sendFrame(sid, body) },
		prove:    func(h []byte) *authMessage { return proof(h, c.key, c.link.Host) },
		check:    func(h []byte, m *authMessage) bool { return c.expect(p).proves(h, m) },
		opened:   func(m *authMessage) { p.sealed(m) },
		received: func(m message) { p.receiveSealed(m) },
		after:    p.after,
	}
	p.safety = newSafetyExchange(c.sid, sid, p.path.hash)
	p.files = newFileExchange(p)
	return p
}

// after runs f on the call's goroutine later, if the sealed path is needed then, in place of what
// was to run before: whoever begins attempts without end leaves one timer here.
func (p *pair) after(pause time.Duration, f func() error) {
	if p.silence != nil {
		p.silence.Stop()
	}
	p.silence = time.AfterFunc(pause, func() {
		p.call.box.post(func() {
			if !p.closed && !p.live() && !p.call.over {
				p.expectNoError(f())
			}
		})
	})
}

// expect says what the peer has to prove at this moment: rosters change.
func (c *Call) expect(p *pair) expectation {
	e := expectation{own: publicOf(c.key), isHost: p.isHost, pin: c.link.Pin}
	if line := c.roster.memberBySID(p.sid); line != nil {
		e.key = &line.Key
	}
	return e
}

// frame takes in what came through the server.
func (p *pair) frame(body []byte) {
	if p.closed {
		return
	}
	p.expectNoError(p.path.receive(body))
}

// sealed: the peer has proved who it is.
func (p *pair) sealed(m *authMessage) {
	p.call.sealed(p, m)
	p.early = nil // of a path that is no more
	if p.opened && p.conn != nil {
		p.path.waiting = slices.DeleteFunc(p.path.waiting, isNegotiation) // new ones replace them
		p.conn.reopened()
	}
	p.opened = true
}

// start begins the direct connection: both are members, and the relay is known.
func (p *pair) start(servers []webrtc.ICEServer) {
	if p.conn != nil || p.closed {
		return
	}
	conn := &connection{}
	conn.post = func(f func()) {
		p.call.box.post(func() {
			if p.conn == conn && !p.closed {
				f()
			}
		})
	}
	conn.opened = p.channelOpened
	conn.text = p.text
	conn.changed = p.changed
	conn.chunk = p.chunk
	conn.pumpFiles = p.files.out.pump
	conn.filesCut = p.files.cut
	conn.isRelayed = func() bool { return p.route() != Direct }
	conn.mayOffer = func() bool { return p.call.socket.conn != nil }
	conn.attack = p.alarm
	if err := conn.open(p.call.pion, servers, p.later, p.signal); err != nil {
		p.problem()
		return
	}
	p.conn, p.files.out.way = conn, conn.files
	if err := conn.negotiator.start(); err != nil {
		p.problem()
	}
	early := p.early
	p.early = nil
	for _, m := range early {
		p.negotiate(m)
	}
}

// signal sends a message of the negotiation: directly if it gets there, else sealed through the
// server.
func (p *pair) signal(m message) {
	if p.conn != nil && p.conn.isUsable() {
		p.conn.say(m)
		return
	}
	p.saySealed(m)
}

// say sends any other message: never through the server once the data channel has opened.
func (p *pair) say(m message) {
	switch {
	case p.closed:
	case isHeld(m) && (len(p.held.lines) > 0 || !p.live()):
		p.hold(m)
	case p.direct:
		p.conn.say(m)
	default:
		p.saySealed(m)
	}
}

func (p *pair) saySealed(m message) { p.expectNoError(p.path.say(m)) }

// connect opens the sealed path unless it is open.
func (p *pair) connect() { p.expectNoError(p.path.connect()) }

func (p *pair) expectNoError(err error) {
	if err != nil {
		p.alarm(err.Error())
	}
}

// text takes in what came over the data channel.
func (p *pair) text(text []byte) {
	m, err := decode(text, betweenPeers)
	if _, isAuth := m.(*authMessage); err != nil || isAuth {
		p.alarm("bad-message")
		return
	}
	if isDirectOnly(m) {
		p.receiveDirect(m)
	} else {
		p.receive(m)
	}
}

func (p *pair) receiveSealed(m message) {
	if isDirectOnly(m) {
		p.alarm("bad-message")
		return
	}
	p.receive(m)
}

func (p *pair) receive(m message) {
	if p.closed {
		return
	}
	switch {
	case !isNegotiation(m):
		p.call.hear(p, m)
	case p.member: // who is not admitted has nothing to negotiate
		p.negotiate(m)
	}
}

// maxEarly messages of a negotiation wait for the connection: descriptions and their candidates,
// said a few times.
const maxEarly = 256

func (p *pair) negotiate(m message) {
	if p.conn == nil {
		if len(p.early) < maxEarly {
			p.early = append(p.early, m)
		}
		return
	}
	switch m := m.(type) {
	case *descriptionMessage:
		if err := p.conn.negotiator.describe(m); err != nil {
			p.alarm("description")
		}
	case *candidateMessage:
		p.conn.negotiator.candidate(m)
	}
}

func (p *pair) channelOpened() {
	p.direct = true
	p.path.waiting = slices.DeleteFunc(p.path.waiting,
		func(m message) bool { return !isNegotiation(m) })
	p.report()
	p.greet()
	p.call.directTo(p)
}

// alarm cuts the peer off: somebody tampered, or it broke the protocol.
func (p *pair) alarm(code string) {
	if p.closed {
		return
	}
	p.close()
	if !p.member && !p.isHost { // whoever has the link may knock: no reason for an alarm
		p.call.desk.shut(p)
		return
	}
	p.call.emit(Event{Kind: Alarm, SID: p.sid.String(), Name: p.name, Code: code})
	p.call.lostPair()
}

// live says whether texts reach the peer without the server at this moment.
func (p *pair) live() bool { return !p.closed && p.direct && p.conn.isUsable() }

// reconnect opens the sealed path unless it is open or not needed.
func (p *pair) reconnect() {
	if !p.closed && !p.live() {
		p.connect()
	}
}

func (p *pair) unsent() uint64 {
	if p.conn == nil || p.closed {
		return 0
	}
	return p.conn.unsent()
}

func (p *pair) close() {
	if p.closed {
		return
	}
	p.closed = true
	p.held.lines = nil
	p.files.cut()
	if p.conn != nil {
		p.conn.close()
	}
}
