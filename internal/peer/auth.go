package peer

import (
	"crypto/ed25519"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

// newAuth makes the first message of our side (protocol, section 4.1). Host is nil unless we are
// the host.
func newAuth(h []byte, key, host ed25519.PrivateKey) *protocol.Auth {
	m := &protocol.Auth{Key: publicKeyOf(key), Signature: signText(key, pairText(h))}
	if host != nil {
		public, signed := publicKeyOf(host), signText(host, hostText(h))
		m.HostKey, m.HostSignature = &public, &signed
	}
	return m
}

// expectation is what the peer of a channel has to prove.
type expectation struct {
	// own is our key: our own proof, sent back to us, is none.
	own protocol.PublicKey
	// key is the peer's in the newest roster; nil if it knocks.
	key *protocol.PublicKey
	// isHost: the peer has to show the host key that the link pins. Nobody else may show one.
	isHost      bool
	hostKeyHash [16]byte
}

// isMetBy says whether the message is what is expected on the channel with handshake hash h.
func (e expectation) isMetBy(h []byte, m *protocol.Auth) bool {
	switch {
	case m.Key == e.own:
		return false
	case e.key != nil && m.Key != *e.key:
		return false
	case !isSignature(m.Key, pairText(h), m.Signature):
		return false
	case !e.isHost || m.HostKey == nil:
		return !e.isHost && m.HostKey == nil
	}
	return links.PinOf(m.HostKey[:]) == e.hostKeyHash &&
		isSignature(*m.HostKey, hostText(h), *m.HostSignature)
}
