package peer

import "time"

// What the two ends of a data channel say to each other and nowhere else: what they run, the safety
// code, names, files.

// safetyPatience is for a code, which takes two messages each way: who is silent for so long may be
// holding its nonce back because it does not like the code.
const safetyPatience = 10 * time.Second

func (p *pair) greet() {
	p.conn.say(&buildMessage{Client: clientNative})
	for _, m := range p.safety.begin(p.path.bound) {
		p.conn.say(m)
	}
	p.awaitCode()
}

func (p *pair) awaitCode() {
	time.AfterFunc(safetyPatience, func() {
		p.call.box.post(func() {
			if p.code == nil && !p.closed && !p.call.over {
				p.call.emit(Event{Kind: Unchecked, SID: p.sid.String(), Name: p.name})
			}
		})
	})
}

func (p *pair) receiveDirect(m message) {
	if p.closed {
		return
	}
	if build, ok := m.(*buildMessage); ok {
		if p.client != nil {
			p.alarm(string(errBadMessage))
		}
		p.client = build
		return
	}
	if names, ok := m.(*namesMessage); ok {
		p.call.takeNames(names)
		return
	}
	if isFile, err := p.files.receive(m); isFile {
		p.expectNoError(err)
		return
	}
	replies, err := p.safety.receive(m)
	p.expectNoError(err)
	for _, reply := range replies {
		p.conn.say(reply)
	}
	p.makeCode()
}

func (p *pair) makeCode() {
	own, peer, ok := p.safety.sides()
	if !ok || p.closed {
		return
	}
	var err error
	if own.fingerprint, peer.fingerprint, err = p.conn.fingerprints(); err != nil {
		return // the connection is closing
	}
	earlier, later := own, peer
	if p.later {
		earlier, later = peer, own
	}
	code := safetyCode(earlier, later)
	p.code = &code
	p.call.emit(Event{Kind: Safe, SID: p.sid.String(), Name: p.name, Safety: &code})
}

// Safety is the safety code of the way to one member, and what the member says it runs.
type Safety struct {
	SID    string
	Name   string
	Client string      // browser or native; empty before the member has said so
	Code   *SafetyCode // nil before it is made
}

// Safety gives one entry for each member that we are or were directly connected with, in no
// particular order.
func (c *Call) Safety() (all []Safety) {
	c.do(func() {
		for _, p := range c.pairs {
			if !p.member || !p.direct || p.closed {
				continue
			}
			s := Safety{SID: p.sid.String(), Name: p.name, Code: p.code}
			if p.client != nil {
				s.Client = p.client.Client
			}
			all = append(all, s)
		}
	})
	return all
}
