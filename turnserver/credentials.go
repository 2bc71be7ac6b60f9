package turnserver

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// tagSize is the length in bytes of the random tags that stand for a room and a peer in user names: unguessable, and not
// derived from anything.
const tagSize = 9

// randomTag makes a tag of 12 base64url characters.
func randomTag() string {
	var tag [tagSize]byte
	_, _ = rand.Read(tag[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(tag[:])
}

// userName builds the user name of TURN REST (draft-uberti-behave-turn-rest-00): expiry, then whom it is for.
func userName(expires time.Time, roomTag, peerTag string) string {
	return strconv.FormatInt(expires.Unix(), 10) + ":" + roomTag + ":" + peerTag
}

// parseUserName takes a user name apart. Anything that userName did not write is not ok.
func parseUserName(name string) (expires time.Time, roomTag, peerTag string, ok bool) {
	const longest = 20 + 2*(1+12)
	if len(name) > longest {
		return time.Time{}, "", "", false
	}
	expiry, tags, found := strings.Cut(name, ":")
	if !found {
		return time.Time{}, "", "", false
	}
	seconds, err := strconv.ParseInt(expiry, 10, 64)
	if err != nil {
		return time.Time{}, "", "", false
	}
	roomTag, peerTag, found = strings.Cut(tags, ":")
	return time.Unix(seconds, 0), roomTag, peerTag, found
}

// password is the HMAC-SHA1 of the user name, as TURN REST has it.
func password(secret []byte, name string) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write([]byte(name))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
