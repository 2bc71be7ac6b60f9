//go:build evil

package rtc

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/pion/webrtc/v4"
)

// RemoteFingerprint is that of the certificate that the peer has shown, in hexadecimal digits;
// empty while there is no DTLS connection.
func (c *Connection) RemoteFingerprint() string {
	dtls := c.PC.SCTP().Transport()
	if dtls.State() != webrtc.DTLSTransportStateConnected {
		return ""
	}
	sum := sha256.Sum256(dtls.GetRemoteCertificate())
	return hex.EncodeToString(sum[:])
}

// OwnFingerprint is that of our own certificate, in hexadecimal digits.
func (s Settings) OwnFingerprint() string {
	shown, err := s.certificate.GetFingerprints()
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(shown[0].Value, ":", "")
}
