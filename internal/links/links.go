// Package links makes and reads what people hold of a room (docs/protocol.md, 2). Everything in a link is a secret: no error of
// this package quotes one.
package links

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Kind of a call. A chat never sends a picture or a sound, an audio call never a picture.
type Kind byte

const (
	Video Kind = iota
	Audio
	Chat
)

var kindNames = [...]string{"video", "audio", "chat"}

func (k Kind) String() string { return kindNames[k] }

// ParseKind reads "video", "audio" or "chat".
func ParseKind(name string) (Kind, error) {
	for k, known := range kindNames {
		if name == known {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("no kind of call: %q", name)
}

// ErrLink means a text that is no link of a room. It never quotes the link, which is a secret.
var ErrLink = errors.New("this is no link of a room, or its end is missing")

// Link is what a guest or a host holds.
type Link struct {
	// Origin of the server, such as https://call.example.
	Origin string
	Kind   Kind
	Secret [16]byte
	Pin    [16]byte           // of the host key
	Host   ed25519.PrivateKey // nil in a guest link

	Creator ed25519.PrivateKey // not part of the link; see ByCreator
}

// New makes the host link of a room that nobody has created yet. Origin is scheme and host of the server.
func New(origin string, kind Kind) (Link, error) {
	if _, err := SignalURL(origin); err != nil {
		return Link{}, err
	}
	l := Link{Origin: origin, Kind: kind}
	rand.Read(l.Secret[:]) // never fails
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	l.setHost(seed)
	return l, nil
}

// Parse reads a guest link or a host link. The error wraps [ErrLink].
func Parse(text string) (Link, error) {
	origin, fragment, _ := strings.Cut(strings.TrimSpace(text), "#")
	l := Link{Origin: strings.TrimSuffix(origin, "/")}
	if _, err := SignalURL(l.Origin); err != nil {
		return Link{}, err
	}
	payload, isGuest := strings.CutPrefix(fragment, "1")
	// A guest link never begins with 1H: its first byte, the kind, is too small for that letter.
	payload, isHost := strings.CutPrefix(payload, "H")
	size := 1 + len(l.Secret) + len(l.Pin)
	if isHost {
		size = 1 + len(l.Secret) + ed25519.SeedSize
	}
	bytes := make([]byte, size)
	if !isGuest || !decode(bytes, payload) || int(bytes[0]) >= len(kindNames) {
		return Link{}, ErrLink
	}
	l.Kind = Kind(bytes[0])
	rest := bytes[1+copy(l.Secret[:], bytes[1:]):]
	if isHost {
		l.setHost(rest)
	} else {
		copy(l.Pin[:], rest)
	}
	return l, nil
}

func (l *Link) setHost(seed []byte) {
	l.Host = ed25519.NewKeyFromSeed(seed)
	l.Pin = PinOf(l.Host.Public().(ed25519.PublicKey))
}

// ByCreator adds what a creator link of the same server holds; whoever creates the room with it shows it. The error is [ErrLink].
func (l Link) ByCreator(creatorLink string) (Link, error) {
	origin, fragment, _ := strings.Cut(strings.TrimSpace(creatorLink), "#")
	payload, isCreator := strings.CutPrefix(fragment, "c")
	var seed [ed25519.SeedSize]byte
	if !isCreator || !decode(seed[:], payload) || strings.TrimSuffix(origin, "/") != l.Origin {
		return Link{}, ErrLink
	}
	l.Creator = ed25519.NewKeyFromSeed(seed[:])
	return l, nil
}

// IsHost says whether this link makes its holder the host.
func (l Link) IsHost() bool { return l.Host != nil }

// Guest gives the link for guests.
func (l Link) Guest() Link {
	l.Host = nil
	return l
}

// String gives the whole link. It is a secret.
func (l Link) String() string {
	bytes := append([]byte{byte(l.Kind)}, l.Secret[:]...)
	if l.IsHost() {
		return l.Origin + "/#1H" + base64url.EncodeToString(append(bytes, l.Host.Seed()...))
	}
	return l.Origin + "/#1" + base64url.EncodeToString(append(bytes, l.Pin[:]...))
}

// Room is all that the server is told.
func (l Link) Room() [16]byte { return [16]byte(Derive(l.Secret[:], "einmal/1 room id", 16)) }

// PSK never leaves the participants.
func (l Link) PSK() []byte { return Derive(l.Secret[:], "einmal/1 psk", 32) }

// Derive is HKDF-SHA256 with an empty salt (RFC 5869).
func Derive(secret []byte, info string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, info, size)
	if err != nil { // only for sizes beyond 255 hashes
		panic(err)
	}
	return key
}

// PinOf gives the F of the host key.
func PinOf(host ed25519.PublicKey) [16]byte {
	sum := sha256.Sum256(append([]byte("einmal/1 host"), host...))
	return [16]byte(sum[:])
}

// Strict: two texts never mean the same bytes.
var base64url = base64.RawURLEncoding.Strict()

// decode fills to with exactly as many bytes.
func decode(to []byte, text string) bool {
	// The decoder skips line ends; then the length is not what it has to be.
	if len(text) != base64url.EncodedLen(len(to)) {
		return false
	}
	n, err := base64url.Decode(to, []byte(text))
	return err == nil && n == len(to)
}

// SignalURL gives the WebSocket address of a server's signalling. The error wraps [ErrLink].
func SignalURL(origin string) (string, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return "", ErrLink
	}
	switch u.Scheme {
	case "http":
		return "ws://" + u.Host + "/signal", nil
	case "https":
		return "wss://" + u.Host + "/signal", nil
	}
	return "", ErrLink
}
