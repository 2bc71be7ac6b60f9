// Package auth makes and checks what clients authenticate with: the user names and passwords of
// long-term credentials (RFC 8489, 9.2), and nonces.
package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// tagSize is the length in bytes of the random tags that stand for a room and a peer in user names:
// they cannot be guessed, and are derived from nothing.
const tagSize = 9

// NewTag makes a tag of 12 base64url characters.
func NewTag() string {
	var tag [tagSize]byte
	_, _ = rand.Read(tag[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(tag[:])
}

// Username builds the user name of TURN REST (draft-uberti-behave-turn-rest-00): the expiry, then
// whom it is for.
func Username(expires time.Time, roomTag, peerTag string) string {
	return strconv.FormatInt(expires.Unix(), 10) + ":" + roomTag + ":" + peerTag
}

// longestName is the maximum length of USERNAME (RFC 8489, 14.3) in bytes.
const longestName = 508

// ParseUsername splits a user name: expiry:room:peer, where the room may contain colons and the
// peer may be missing.
func ParseUsername(name string) (expires time.Time, roomTag, peerTag string, ok bool) {
	if len(name) > longestName {
		return time.Time{}, "", "", false
	}
	expiry, roomTag, found := strings.Cut(name, ":")
	seconds, err := strconv.ParseInt(expiry, 10, 64)
	if !found || err != nil {
		return time.Time{}, "", "", false
	}
	if i := strings.LastIndexByte(roomTag, ':'); i >= 0 {
		roomTag, peerTag = roomTag[:i], roomTag[i+1:]
	}
	return time.Unix(seconds, 0), roomTag, peerTag, roomTag != ""
}

// Password is the HMAC-SHA1 of the user name, as TURN REST has it.
func Password(secret []byte, name string) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write([]byte(name))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Realm is sent in every challenge; short, because a challenge should be small.
const Realm = "einmal"
