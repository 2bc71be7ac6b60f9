package seal

import (
	"crypto/ed25519"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

// NewAuth makes the first message of our side (protocol, section 4.1). Host is nil unless we are
// the host.
func NewAuth(h []byte, key, host ed25519.PrivateKey) *protocol.Auth {
	m := &protocol.Auth{Key: PublicKeyOf(key), Signature: SignText(key, pairText(h))}
	if host != nil {
		public, signed := PublicKeyOf(host), SignText(host, hostText(h))
		m.HostKey, m.HostSignature = &public, &signed
	}
	return m
}

// Expectation is what the peer of a channel has to prove.
type Expectation struct {
	// Own is our key: our own proof, sent back to us, is none.
	Own protocol.PublicKey
	// Key is the peer's in the newest roster; nil if it knocks.
	Key *protocol.PublicKey
	// IsHost: the peer has to show the host key that the link pins. Nobody else may show one.
	IsHost      bool
	HostKeyHash [16]byte
	// MayBeEither: the role of the host came or went, so the proof may be from before or after.
	MayBeEither bool
}

// IsMetBy reports whether the message is what is expected on the channel with handshake hash h.
func (e Expectation) IsMetBy(h []byte, m *protocol.Auth) bool {
	switch {
	case m.Key == e.Own:
		return false
	case e.Key != nil && m.Key != *e.Key:
		return false
	case !IsSignature(m.Key, pairText(h), m.Signature):
		return false
	case m.HostKey == nil:
		return !e.IsHost || e.MayBeEither
	case !e.IsHost && !e.MayBeEither:
		return false
	}
	return links.HostPin(m.HostKey[:]) == e.HostKeyHash &&
		IsSignature(*m.HostKey, hostText(h), *m.HostSignature)
}
