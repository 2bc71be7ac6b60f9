//go:build evil

package peer

import (
	"crypto/ed25519"
	"encoding/base64"

	"einmal/internal/links"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/seal"
)

// Inspection is what a call believes, for tests to compare with the truth. All of it is base64url,
// but for fingerprints, which are hexadecimal.
type Inspection struct {
	SID, Key    string
	Fingerprint string            // of our own certificate
	Epoch       uint64            // of the roster; 0 if there is none
	Signed      bool              // the roster, by the host key that the link pins
	Members     map[string]string // key by sid
	Pairs       []PairInspection
}

// PairInspection is one pair.
type PairInspection struct {
	SID    string
	Member bool // it is taken for one
	Host   bool // it is taken for the host
	Direct bool // texts reach it without the server
	// of the certificate that the peer has shown, while there is a DTLS connection
	Fingerprint string
	Bytes       int64 // of media received
}

// Inspect returns false once the call is over.
func (c *Call) Inspect() (i Inspection, ok bool) {
	c.runAndWait(func() { i, ok = c.inspect(), true })
	return i, ok
}

func (c *Call) inspect() Inspection {
	i := Inspection{SID: c.sid.String(),
		Key: base64.RawURLEncoding.EncodeToString(
			c.key.Public().(ed25519.PublicKey)), Members: map[string]string{}}
	i.Fingerprint = c.rtcSettings.OwnFingerprint()
	if c.roster != nil {
		i.Epoch = c.roster.Epoch
		i.Signed = c.hostKey != nil && links.HostPin(c.hostKey[:]) == c.link.Pin &&
			seal.IsSignedRoster(c.roster, *c.hostKey, c.room)
		for _, line := range c.roster.Members {
			i.Members[line.SID.String()] = base64.RawURLEncoding.EncodeToString(line.Key[:])
		}
	}
	for _, p := range c.pairs {
		i.Pairs = append(i.Pairs, inspectPair(p))
	}
	return i
}

func inspectPair(p *pair.Pair) PairInspection {
	i := PairInspection{SID: p.SID.String(), Member: p.IsMember, Host: p.IsHost,
		Direct: p.IsReachable()}
	if p.Conn == nil {
		return i
	}
	i.Fingerprint = p.Conn.RemoteFingerprint()
	i.Bytes = p.Conn.ReceivedMedia().Bytes
	return i
}
