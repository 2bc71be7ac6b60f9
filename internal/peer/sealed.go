package peer

import (
	"errors"
	"slices"
	"time"
)

// An attempt that has not come to its end is begun anew after this long, each time after twice as
// long: a message of it may have been lost with the other side's socket. The one who comes later is
// the first to do so.
const (
	silenceLater   = 2 * time.Second
	silenceEarlier = 3 * time.Second
	maxSilence     = 30 * time.Second
)

// maxAttempts are remembered: each costs a few hundred bytes, and who waits for hours on a bad line
// may come to more.
const maxAttempts = 256

// maxWaiting messages wait for a proof: one description with its candidates, and what people say
// first.
const maxWaiting = 128

// sealedPath is the sealed way to one peer through the server: which attempt is the current one,
// and what waits until the peer has proved who it is (protocol, section 4).
type sealedPath struct {
	ends ends
	// later: we come after the peer in the roster, or knock. In a crossing our attempt wins.
	later bool
	// send passes a body to the server. It may get lost.
	send func(body []byte)
	// prove makes our first message; check judges the peer's. Both get the handshake hash.
	prove func(h []byte) *authMessage
	check func(h []byte, m *authMessage) bool
	// opened is called when the peer has proved who it is; again after each loss.
	opened func(m *authMessage)
	// received gets what the peer says after that.
	received func(m message)
	// after runs a function later, unless the path is no longer needed. Errors are as in receive.
	after func(time.Duration, func() error)

	silence time.Duration // until the current attempt is begun anew; zero: as at first
	current *channel      // nil: no attempt at all
	proved  bool          // the peer has, on the current attempt
	waiting []message
	seen    map[attemptID]bool   // of first messages that the peer sent
	hashes  map[attemptID][]byte // of the newest attempts that became ready
	order   []attemptID          // they, the oldest first
	bound   attemptID            // the newest on which the peer has proved who it is
}

// connect begins an attempt unless there is one.
func (p *sealedPath) connect() error {
	if p.current != nil {
		return nil
	}
	return p.initiate()
}

// reset forgets the attempt: frames of it were lost. The next message opens the path anew.
func (p *sealedPath) reset() { p.current, p.proved, p.silence = nil, false, 0 }

// begin makes an attempt the current one, and watches over it.
func (p *sealedPath) begin(c *channel) {
	p.current, p.proved = c, false
	if p.silence == 0 {
		p.silence = silenceEarlier
		if p.later {
			p.silence = silenceLater
		}
	}
	p.after(p.silence, func() error {
		if p.current != c || p.proved {
			return nil
		}
		return p.initiate()
	})
	p.silence = min(2*p.silence, maxSilence)
}

// say sends a message, or keeps it until the peer has proved who it is.
func (p *sealedPath) say(m message) error {
	if p.proved {
		return p.seal(m)
	}
	if _, isNew := m.(*descriptionMessage); isNew { // with its candidates, in place of the last
		p.waiting = slices.DeleteFunc(p.waiting, isNegotiation)
	}
	if p.waiting = append(p.waiting, m); len(p.waiting) > maxWaiting {
		p.waiting = p.waiting[1:]
	}
	return p.connect()
}

// receive takes a body in. After an error nothing more may be said or received on this path: it is
// errAttack or an violation, and the pair is to be closed with an alarm.
func (p *sealedPath) receive(body []byte) error {
	if len(body) < bodyHeader {
		return nil // names no attempt
	}
	id, rest := attemptID(body[1:bodyHeader]), body[bodyHeader:]
	switch {
	case body[0] == bodyMessage1:
		return p.answer(id, rest)
	case p.current == nil && (body[0] == bodyTransport || body[0] == bodyMessage2):
		return p.initiate() // the peer has not heard of a loss
	case p.current == nil || p.current.id != id:
		return nil
	case body[0] == bodyMessage2 && !p.current.ready():
		if err := p.current.finish(rest); err != nil {
			return err
		}
		return p.ready()
	case body[0] == bodyTransport && p.current.ready():
		return p.open(rest)
	}
	return errAttack
}

func (p *sealedPath) initiate() error {
	c, body, err := initiate(p.ends, newAttemptID())
	if err != nil {
		return err
	}
	p.begin(c)
	p.send(body)
	return nil
}

func (p *sealedPath) answer(id attemptID, message1 []byte) error {
	if p.seen[id] {
		return errAttack
	}
	if p.current != nil && !p.current.ready() && p.later {
		return p.initiate() // our first message may have been lost
	}
	c, body, err := respond(p.ends, id, message1)
	if errors.Is(err, errNoise) {
		return nil
	}
	if err != nil {
		return err
	}
	if p.seen == nil {
		p.seen = map[attemptID]bool{}
	}
	p.seen[id] = true // only now, so that noise cannot fill it
	p.begin(c)
	p.send(body)
	return p.ready()
}

// ready: both sides have the keys of the current attempt; now each proves who it is.
func (p *sealedPath) ready() error {
	if p.hashes == nil {
		p.hashes = map[attemptID][]byte{}
	}
	if len(p.order) == maxAttempts {
		delete(p.seen, p.order[0])
		delete(p.hashes, p.order[0])
		p.order = p.order[1:]
	}
	p.order = append(p.order, p.current.id)
	p.hashes[p.current.id] = p.current.h
	return p.seal(p.prove(p.current.h))
}

// hash gives the handshake hash of an attempt, also of one that is over; nil if there was none.
func (p *sealedPath) hash(id attemptID) []byte { return p.hashes[id] }

func (p *sealedPath) open(ciphertext []byte) error {
	text, err := p.current.open(ciphertext)
	if err != nil {
		return err
	}
	m, err := decode(text, betweenPeers)
	if err != nil {
		return err
	}
	auth, isAuth := m.(*authMessage)
	if isAuth == p.proved {
		return errBadMessage // the first message of each side is its proof, and no other
	}
	if p.proved {
		p.received(m)
		return nil
	}
	if !p.check(p.current.h, auth) {
		return errAttack
	}
	p.proved, p.bound, p.silence = true, p.current.id, 0
	p.opened(auth)
	waiting := p.waiting
	p.waiting = nil
	for _, m := range waiting {
		if err := p.seal(m); err != nil {
			return err
		}
	}
	return nil
}

func (p *sealedPath) seal(m message) error {
	body, err := p.current.seal(encode(m))
	// nil: too long for any peer; the limits of our own messages keep below that
	if err != nil || body == nil {
		return err
	}
	p.send(body)
	return nil
}
