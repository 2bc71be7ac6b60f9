package peer

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// SafetyCode is what two people read aloud to each other: equal on both sides if nobody sits
// between them (protocol, section 4.4).
type SafetyCode struct {
	Emoji  [4]string `json:"emoji"`
	Names  [4]string `json:"names"`  // of the emoji, in English
	Digits string    `json:"digits"` // six
}

func commitmentTo(n nonce, sender SID) commitment {
	return sha256.Sum256(append(append([]byte("einmal/1 safety commit"), sender[:]...), n[:]...))
}

// safetySide is what one side brings into the code.
type safetySide struct {
	nonce       nonce
	h           []byte // of the attempt that this side named
	fingerprint fingerprint
}

func safetyCode(earlier, later safetySide) SafetyCode {
	secret := append(earlier.nonce[:], later.nonce[:]...)
	info := append([]byte("einmal/1 safety code"), earlier.h...)
	info = append(append(info, later.h...), earlier.fingerprint[:]...)
	info = append(info, later.fingerprint[:]...)
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

// safetyExchange is commit and reveal, seen from one side.
type safetyExchange struct {
	self, peer SID
	hash       func(attemptID) []byte // nil for an attempt that there was not

	nonce     nonce
	h         []byte         // of the attempt that we named; nil before our commit
	committed *commitMessage // by the peer
	revealed  *nonce         // by the peer
}

func newSafetyExchange(self, peer SID, hash func(attemptID) []byte) *safetyExchange {
	x := &safetyExchange{self: self, peer: peer, hash: hash}
	rand.Read(x.nonce[:])
	return x
}

// begin gives what is to be said when the data channel is open. Attempt is the newest on which the
// peer has proved who it is.
func (x *safetyExchange) begin(attempt attemptID) []message {
	x.h = x.hash(attempt)
	first := []message{&commitMessage{attempt, commitmentTo(x.nonce, x.self)}}
	if x.committed != nil { // pion may tell us of a message before it says that the channel is open
		return append(first, &revealMessage{x.nonce})
	}
	return first
}

// receive gives what is to be said to it. An error is a violation.
func (x *safetyExchange) receive(m message) ([]message, error) {
	switch m := m.(type) {
	case *commitMessage:
		if x.committed != nil || x.hash(m.Attempt) == nil {
			return nil, errSafety
		}
		x.committed = m
		if x.h != nil {
			return []message{&revealMessage{x.nonce}}, nil
		}
	case *revealMessage:
		if x.h == nil || x.committed == nil || x.revealed != nil ||
			commitmentTo(m.Nonce, x.peer) != x.committed.Commitment {
			return nil, errSafety
		}
		x.revealed = &m.Nonce
	}
	return nil, nil
}

// sides gives what enters the code, but for the fingerprints; false before both have revealed.
func (x *safetyExchange) sides() (own, peer safetySide, ok bool) {
	if x.revealed == nil {
		return own, peer, false
	}
	return safetySide{nonce: x.nonce, h: x.h}, safetySide{nonce: *x.revealed,
		h: x.hash(x.committed.Attempt)}, true
}
