//go:build evil

package peer

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/pion/webrtc/v4"
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

// Inspect gives false once the call is over.
func (c *Call) Inspect() (i Inspection, ok bool) {
	c.do(func() { i, ok = c.inspect(), true })
	return i, ok
}

func (c *Call) inspect() Inspection {
	i := Inspection{SID: c.sid.String(),
		Key: base64.RawURLEncoding.EncodeToString(
			c.key.Public().(ed25519.PublicKey)), Members: map[string]string{}}
	if shown, err := c.pion.certificate.GetFingerprints(); err == nil {
		i.Fingerprint = strings.ReplaceAll(shown[0].Value, ":", "")
	}
	if c.roster != nil {
		i.Epoch = c.roster.Epoch
		i.Signed = c.hostKey != nil && pinOf(*c.hostKey) == c.link.Pin &&
			isSignedRoster(c.roster, *c.hostKey, c.room)
		for _, line := range c.roster.Members {
			i.Members[line.SID.String()] = base64.RawURLEncoding.EncodeToString(line.Key[:])
		}
	}
	for _, p := range c.pairs {
		i.Pairs = append(i.Pairs, p.inspect())
	}
	return i
}

func (p *pair) inspect() PairInspection {
	i := PairInspection{SID: p.sid.String(), Member: p.member, Host: p.isHost, Direct: p.live()}
	if p.conn == nil {
		return i
	}
	if dtls := p.conn.pc.SCTP().Transport(); dtls.State() == webrtc.DTLSTransportStateConnected {
		sum := sha256.Sum256(dtls.GetRemoteCertificate())
		i.Fingerprint = hex.EncodeToString(sum[:])
	}
	for _, f := range p.conn.flows {
		i.Bytes += f.bytes.Load()
	}
	return i
}
