// Package seal is the cryptography of a call: the sealed channel between two people
// (Noise_NNpsk0_25519_AESGCM_SHA256) with the path that keeps it open over losses, what is signed
// and by whom, the safety code, and the host's tickets. It opens no socket: what goes out is handed
// to a function, and what came in is handed to a method.
package seal

import (
	"errors"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
)

// An unfinished attempt is replaced by another after this long, then twice as long, and so on: a
// message of it may have been lost with the other side's socket. The initiator is the first to do
// so.
const (
	silenceLater   = 2 * time.Second
	silenceEarlier = 3 * time.Second
	maxSilence     = 30 * time.Second
)

// maxAttempts are remembered: each costs a few hundred bytes, and hours on a bad line may bring
// more.
const maxAttempts = 256

// maxWaiting messages wait for a proof: one description with its candidates, and the first texts.
const maxWaiting = 128

// Path is the sealed path to one peer through the server: which attempt is the current one, and
// what waits until the peer has proved who it is (protocol, section 4).
type Path struct {
	IDs ChannelIDs
	// IsInitiator: we come after the peer in the roster, or knock. In a crossing our attempt wins.
	IsInitiator bool
	// SendBody passes a body to the server. It may get lost.
	SendBody func(body []byte)
	// NewProof makes our first message; IsProof judges the peer's. Both get the handshake hash.
	NewProof func(h []byte) *protocol.Auth
	IsProof  func(h []byte, m *protocol.Auth) bool
	// Opened is called when the peer has proved who it is; again after each loss.
	Opened func(m *protocol.Auth)
	// Received gets what the peer says after that.
	Received func(m protocol.Message)
	// RunAfter runs a function later, unless the path is no longer needed. Errors are as in
	// ReceiveBody.
	RunAfter func(time.Duration, func() error)

	silence       time.Duration // until the current attempt is replaced; zero: as at first
	current       *channel      // nil: no attempt at all
	proved        bool          // the peer has, on the current attempt
	waiting       []protocol.Message
	firstMessages map[protocol.AttemptID]bool   // that the peer sent
	hashes        map[protocol.AttemptID][]byte // of the newest attempts that became ready
	order         []protocol.AttemptID          // they, the oldest first
	provenID      protocol.AttemptID            // the newest on which the peer has proved who it is
}

// Connect begins an attempt unless there is one.
func (p *Path) Connect() error {
	if p.current != nil {
		return nil
	}
	return p.startAttempt()
}

// Reset forgets the attempt: frames of it were lost. The next message opens the path again.
func (p *Path) Reset() { p.current, p.proved, p.silence = nil, false, 0 }

// watchAttempt makes an attempt the current one, and replaces it if it does not finish.
func (p *Path) watchAttempt(c *channel) {
	p.current, p.proved = c, false
	if p.silence == 0 {
		p.silence = silenceEarlier
		if p.IsInitiator {
			p.silence = silenceLater
		}
	}
	p.RunAfter(p.silence, func() error {
		if p.current != c || p.proved {
			return nil
		}
		return p.startAttempt()
	})
	p.silence = min(2*p.silence, maxSilence)
}

// SendMessage sends a message, or keeps it until the peer has proved who it is.
func (p *Path) SendMessage(m protocol.Message) error {
	if p.proved {
		return p.sealMessage(m)
	}
	if _, isNew := m.(*protocol.Description); isNew { // with its candidates, in place of the last
		p.DropWaiting(protocol.IsNegotiation)
	}
	if p.waiting = append(p.waiting, m); len(p.waiting) > maxWaiting {
		p.waiting = p.waiting[1:]
	}
	return p.Connect()
}

// DropWaiting forgets those messages that wait for the proof.
func (p *Path) DropWaiting(isOver func(protocol.Message) bool) {
	p.waiting = slices.DeleteFunc(p.waiting, isOver)
}

// ReceiveBody handles a body. After an error nothing more may be said or received on this path: it
// is errAttack or a protocol.Violation, and the pair is to be closed with an alarm.
func (p *Path) ReceiveBody(body []byte) error {
	if len(body) < headerSize {
		return nil // names no attempt
	}
	id, rest := protocol.AttemptID(body[1:headerSize]), body[headerSize:]
	switch {
	case body[0] == BodyMessage1:
		return p.answerAttempt(id, rest)
	case p.current == nil && (body[0] == BodyTransport || body[0] == bodyMessage2):
		return p.startAttempt() // the peer has not heard of a loss
	case p.current == nil || p.current.id != id:
		return nil
	case body[0] == bodyMessage2 && !p.current.isReady():
		if err := p.current.finishHandshake(rest); err != nil {
			return err
		}
		return p.authenticate()
	case body[0] == BodyTransport && p.current.isReady():
		return p.openTransport(rest)
	}
	return errAttack
}

func (p *Path) startAttempt() error {
	c, body, err := startHandshake(p.IDs, newAttemptID())
	if err != nil {
		return err
	}
	p.watchAttempt(c)
	p.SendBody(body)
	return nil
}

func (p *Path) answerAttempt(id protocol.AttemptID, message1 []byte) error {
	if p.firstMessages[id] {
		return errAttack
	}
	if p.current != nil && !p.current.isReady() && p.IsInitiator {
		return p.startAttempt() // our first message may have been lost
	}
	c, body, err := answerHandshake(p.IDs, id, message1)
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
	p.SendBody(body)
	return p.authenticate()
}

// authenticate sends our proof: both sides have the keys of the current attempt.
func (p *Path) authenticate() error {
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
	return p.sealMessage(p.NewProof(p.current.h))
}

// ProvenAttempt is the newest attempt on which the peer has proved who it is.
func (p *Path) ProvenAttempt() protocol.AttemptID { return p.provenID }

// HandshakeHash returns the handshake hash of an attempt, also of one that is over; nil if there
// was none.
func (p *Path) HandshakeHash(id protocol.AttemptID) []byte { return p.hashes[id] }

func (p *Path) openTransport(ciphertext []byte) error {
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
		p.Received(m)
		return nil
	}
	if !p.IsProof(p.current.h, auth) {
		return errAttack
	}
	p.proved, p.provenID, p.silence = true, p.current.id, 0
	p.Opened(auth)
	waiting := p.waiting
	p.waiting = nil
	for _, m := range waiting {
		if err := p.sealMessage(m); err != nil {
			return err
		}
	}
	return nil
}

func (p *Path) sealMessage(m protocol.Message) error {
	body, err := p.current.encrypt(protocol.Encode(m))
	// nil: too long for any peer; the limits of our own messages keep below that
	if err != nil || body == nil {
		return err
	}
	p.SendBody(body)
	return nil
}
