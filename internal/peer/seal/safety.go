package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"einmal/internal/peer/protocol"
)

// SafetyCode is what two people read aloud to each other: equal on both sides if nobody sits
// between them (protocol, section 4.4).
type SafetyCode struct {
	Emoji  [4]string `json:"emoji"`
	Names  [4]string `json:"names"`  // of the emoji, in English
	Digits string    `json:"digits"` // six
}

func commitmentTo(n protocol.Nonce, sender protocol.SID) protocol.Commitment {
	return sha256.Sum256(append(append([]byte("einmal/1 safety commit"), sender[:]...), n[:]...))
}

// CodeInput is what one side brings into the code.
type CodeInput struct {
	nonce       protocol.Nonce
	h           []byte // of the attempt that this side named
	Fingerprint protocol.Fingerprint
}

func NewSafetyCode(earlier, later CodeInput) SafetyCode {
	secret := append(earlier.nonce[:], later.nonce[:]...)
	info := append([]byte("einmal/1 safety code"), earlier.h...)
	info = append(append(info, later.h...), earlier.Fingerprint[:]...)
	info = append(info, later.Fingerprint[:]...)
	code, err := hkdf.Key(sha256.New, secret, nil, string(info), 8)
	if err != nil { // only for a longer key than SHA-256 can make
		panic(err)
	}
	number := binary.BigEndian.Uint64(code)
	var c SafetyCode
	for i := range c.Emoji {
		e := emoji[number>>(58-6*i)&63]
		c.Emoji[i], c.Names[i] = e.picture, e.name
	}
	c.Digits = fmt.Sprintf("%06d", number&(1<<40-1)%1_000_000)
	return c
}

// SafetyExchange is commit and reveal, seen from one side.
type SafetyExchange struct {
	ownSID, peerSID protocol.SID
	hash            func(protocol.AttemptID) []byte // nil for an attempt that there was not

	nonce     protocol.Nonce
	h         []byte           // of the attempt that we named; nil before our commit
	committed *protocol.Commit // by the peer
	revealed  *protocol.Nonce  // by the peer
}

func NewSafetyExchange(self, peer protocol.SID,
	hash func(protocol.AttemptID) []byte) *SafetyExchange {
	x := &SafetyExchange{ownSID: self, peerSID: peer, hash: hash}
	rand.Read(x.nonce[:])
	return x
}

// Commit returns what to send once the data channel is open. Attempt is the newest on which the
// peer has proved who it is.
func (x *SafetyExchange) Commit(attempt protocol.AttemptID) []protocol.Message {
	x.h = x.hash(attempt)
	first := []protocol.Message{&protocol.Commit{Attempt: attempt,
		Commitment: commitmentTo(x.nonce, x.ownSID)}}
	if x.committed != nil { // pion may tell us of a message before it says that the channel is open
		return append(first, x.Reveal())
	}
	return first
}

// Reveal opens our commitment.
func (x *SafetyExchange) Reveal() *protocol.Reveal { return &protocol.Reveal{Nonce: x.nonce} }

// Receive handles a message and returns the replies. An error is a violation.
func (x *SafetyExchange) Receive(m protocol.Message) ([]protocol.Message, error) {
	switch m := m.(type) {
	case *protocol.Commit:
		if x.committed != nil || x.hash(m.Attempt) == nil {
			return nil, protocol.ErrSafety
		}
		x.committed = m
		if x.h != nil {
			return []protocol.Message{x.Reveal()}, nil
		}
	case *protocol.Reveal:
		if x.h == nil || x.committed == nil || x.revealed != nil ||
			commitmentTo(m.Nonce, x.peerSID) != x.committed.Commitment {
			return nil, protocol.ErrSafety
		}
		x.revealed = &m.Nonce
	}
	return nil, nil
}

// CodeInputs returns what enters the code, but for the fingerprints; false before both have
// revealed.
func (x *SafetyExchange) CodeInputs() (own, peer CodeInput, ok bool) {
	if x.revealed == nil {
		return own, peer, false
	}
	return CodeInput{nonce: x.nonce, h: x.h}, CodeInput{nonce: *x.revealed,
		h: x.hash(x.committed.Attempt)}, true
}
