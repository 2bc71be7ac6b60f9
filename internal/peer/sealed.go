package peer

import (
	"errors"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
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
	ids channelIDs
	// isInitiator: we come after the peer in the roster, or knock. In a crossing our attempt wins.
	isInitiator bool
	// sendBody passes a body to the server. It may get lost.
	sendBody func(body []byte)
	// newProof makes our first message; isProof judges the peer's. Both get the handshake hash.
	newProof func(h []byte) *protocol.Auth
	isProof  func(h []byte, m *protocol.Auth) bool
	// opened is called when the peer has proved who it is; again after each loss.
	opened func(m *protocol.Auth)
	// received gets what the peer says after that.
	received func(m protocol.Message)
	// runAfter runs a function later, unless the path is no longer needed. Errors are as in
	// receiveBody.
	runAfter func(time.Duration, func() error)

	silence       time.Duration // until the current attempt is begun anew; zero: as at first
	current       *channel      // nil: no attempt at all
	proved        bool          // the peer has, on the current attempt
	waiting       []protocol.Message
	firstMessages map[protocol.AttemptID]bool   // that the peer sent
	hashes        map[protocol.AttemptID][]byte // of the newest attempts that became ready
	order         []protocol.AttemptID          // they, the oldest first
	provenID      protocol.AttemptID            // the newest on which the peer has proved who it is
}

// connect begins an attempt unless there is one.
func (p *sealedPath) connect() error {
	if p.current != nil {
		return nil
	}
	return p.startAttempt()
}

// reset forgets the attempt: frames of it were lost. The next message opens the path anew.
func (p *sealedPath) reset() { p.current, p.proved, p.silence = nil, false, 0 }

// watchAttempt makes an attempt the current one, and watches over it.
func (p *sealedPath) watchAttempt(c *channel) {
	p.current, p.proved = c, false
	if p.silence == 0 {
		p.silence = silenceEarlier
		if p.isInitiator {
			p.silence = silenceLater
		}
	}
	p.runAfter(p.silence, func() error {
		if p.current != c || p.proved {
			return nil
		}
		return p.startAttempt()
	})
	p.silence = min(2*p.silence, maxSilence)
}

// sendMessage sends a message, or keeps it until the peer has proved who it is.
func (p *sealedPath) sendMessage(m protocol.Message) error {
	if p.proved {
		return p.sealMessage(m)
	}
	if _, isNew := m.(*protocol.Description); isNew { // with its candidates, in place of the last
		p.dropWaiting(protocol.IsNegotiation)
	}
	if p.waiting = append(p.waiting, m); len(p.waiting) > maxWaiting {
		p.waiting = p.waiting[1:]
	}
	return p.connect()
}

// dropWaiting forgets those messages that wait for the proof.
func (p *sealedPath) dropWaiting(isOver func(protocol.Message) bool) {
	p.waiting = slices.DeleteFunc(p.waiting, isOver)
}

// receiveBody takes a body in. After an error nothing more may be said or received on this path: it
// is errAttack or a protocol.Violation, and the pair is to be closed with an alarm.
func (p *sealedPath) receiveBody(body []byte) error {
	if len(body) < headerSize {
		return nil // names no attempt
	}
	id, rest := protocol.AttemptID(body[1:headerSize]), body[headerSize:]
	switch {
	case body[0] == bodyMessage1:
		return p.answerAttempt(id, rest)
	case p.current == nil && (body[0] == bodyTransport || body[0] == bodyMessage2):
		return p.startAttempt() // the peer has not heard of a loss
	case p.current == nil || p.current.id != id:
		return nil
	case body[0] == bodyMessage2 && !p.current.isReady():
		if err := p.current.finishHandshake(rest); err != nil {
			return err
		}
		return p.authenticate()
	case body[0] == bodyTransport && p.current.isReady():
		return p.openTransport(rest)
	}
	return errAttack
}

func (p *sealedPath) startAttempt() error {
	c, body, err := startHandshake(p.ids, newAttemptID())
	if err != nil {
		return err
	}
	p.watchAttempt(c)
	p.sendBody(body)
	return nil
}

func (p *sealedPath) answerAttempt(id protocol.AttemptID, message1 []byte) error {
	if p.firstMessages[id] {
		return errAttack
	}
	if p.current != nil && !p.current.isReady() && p.isInitiator {
		return p.startAttempt() // our first message may have been lost
	}
	c, body, err := answerHandshake(p.ids, id, message1)
	if errors.Is(err, errNoise) {
		return nil
	}
	if err != nil {
		return err
	}
	if p.firstMessages == nil {
		p.firstMessages = map[protocol.AttemptID]bool{}
	}
	p.firstMessages[id] = true // only now, so that noise cannot fill it
	p.watchAttempt(c)
	p.sendBody(body)
	return p.authenticate()
}

// authenticate: both sides have the keys of the current attempt; now each proves who it is.
func (p *sealedPath) authenticate() error {
	if p.hashes == nil {
		p.hashes = map[protocol.AttemptID][]byte{}
	}
	if len(p.order) == maxAttempts {
		delete(p.firstMessages, p.order[0])
		delete(p.hashes, p.order[0])
		p.order = p.order[1:]
	}
	p.order = append(p.order, p.current.id)
	p.hashes[p.current.id] = p.current.h
	return p.sealMessage(p.newProof(p.current.h))
}

// provenAttempt is the newest attempt on which the peer has proved who it is.
func (p *sealedPath) provenAttempt() protocol.AttemptID { return p.provenID }

// handshakeHash gives the handshake hash of an attempt, also of one that is over; nil if there was
// none.
func (p *sealedPath) handshakeHash(id protocol.AttemptID) []byte { return p.hashes[id] }

func (p *sealedPath) openTransport(ciphertext []byte) error {
	text, err := p.current.decrypt(ciphertext)
	if err != nil {
		return err
	}
	m, err := protocol.Decode(text, protocol.BetweenPeers)
	if err != nil {
		return err
	}
	auth, isAuth := m.(*protocol.Auth)
	if isAuth == p.proved {
		return protocol.ErrBadMessage // the first message of each side is its proof, and no other
	}
	if p.proved {
		p.received(m)
		return nil
	}
	if !p.isProof(p.current.h, auth) {
		return errAttack
	}
	p.proved, p.provenID, p.silence = true, p.current.id, 0
	p.opened(auth)
	waiting := p.waiting
	p.waiting = nil
	for _, m := range waiting {
		if err := p.sealMessage(m); err != nil {
			return err
		}
	}
	return nil
}

func (p *sealedPath) sealMessage(m protocol.Message) error {
	body, err := p.current.encrypt(protocol.Encode(m))
	// nil: too long for any peer; the limits of our own messages keep below that
	if err != nil || body == nil {
		return err
	}
	p.sendBody(body)
	return nil
}
