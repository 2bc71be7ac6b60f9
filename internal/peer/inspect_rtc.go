//go:build evil

package peer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/pion/webrtc/v4"
)

// remoteFingerprint is that of the certificate that the peer has shown, in hexadecimal digits;
// empty while there is no DTLS connection.
func (c *connection) remoteFingerprint() string {
	dtls := c.pc.SCTP().Transport()
	if dtls.State() != webrtc.DTLSTransportStateConnected {
		return ""
	}
	sum := sha256.Sum256(dtls.GetRemoteCertificate())
	return hex.EncodeToString(sum[:])
}

// ownFingerprint is that of our own certificate, in hexadecimal digits.
func (s settings) ownFingerprint() string {
	shown, err := s.certificate.GetFingerprints()
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(shown[0].Value, ":", "")
}
