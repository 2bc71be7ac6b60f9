package peer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// fingerprint is the SHA-256 of a DTLS certificate (RFC 8122, section 5).
type fingerprint [sha256.Size]byte

// fingerprintOf gives the one fingerprint of a description. A bundled description repeats it in each section; two different
// ones, none, or another hash are refused: it is what ties the media to the sealed channel.
func fingerprintOf(sdp string) (fingerprint, bool) {
	var found string
	const label = "a=fingerprint:" // in any case: not every parser minds it
	for line := range strings.Lines(sdp) {
		line = strings.TrimSpace(line)
		if len(line) < len(label) || !strings.EqualFold(line[:len(label)], label) {
			continue
		}
		value := line[len(label):]
		value = strings.ToUpper(strings.TrimSpace(value))
		if found != "" && value != found {
			return fingerprint{}, false
		}
		found = value
	}
	digits, ok := strings.CutPrefix(found, "SHA-256 ")
	if !ok || len(digits) != 3*sha256.Size-1 {
		return fingerprint{}, false
	}
	for i := 2; i < len(digits); i += 3 {
		if digits[i] != ':' {
			return fingerprint{}, false
		}
	}
	bytes, err := hex.DecodeString(strings.ReplaceAll(digits, ":", ""))
	if err != nil || len(bytes) != sha256.Size {
		return fingerprint{}, false
	}
	return fingerprint(bytes), true
}

// hasSectionsOf says whether a description has no more media sections than such a call: one for each kind of media at the
// most, and one for the data channel. Each more would be a stream that the peer can make us receive.
func hasSectionsOf(kind Kind, sdp string) bool {
	left := map[string]bool{"audio": kind != Chat, "video": kind == Video, "application": true}
	for line := range strings.Lines(sdp) {
		section, ok := strings.CutPrefix(strings.TrimSpace(line), "m=")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(section, " ")
		if !left[name] {
			return false
		}
		left[name] = false
	}
	return true
}

// firstMID gives the mid of the first section: with everything bundled, all candidates are its own.
func firstMID(sdp string) string {
	for line := range strings.Lines(sdp) {
		if mid, ok := strings.CutPrefix(strings.TrimSpace(line), "a=mid:"); ok {
			return mid
		}
	}
	return "0"
}
