package peer

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
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

// Link is what a guest or a host holds (protocol, section 2).
type Link struct {
	// Origin of the server, such as https://call.example.
	Origin string
	Kind   Kind
	secret [16]byte
	pin    [16]byte           // of the host key
	host   ed25519.PrivateKey // nil in a guest link

	creator ed25519.PrivateKey // not part of the link; see ByCreator
}

// NewRoom makes the host link of a room that nobody has created yet. Origin is scheme and host of the server.
func NewRoom(origin string, kind Kind) (Link, error) {
	if _, err := signalURL(origin); err != nil {
		return Link{}, err
	}
	l := Link{Origin: origin, Kind: kind}
	rand.Read(l.secret[:]) // never fails
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	l.setHost(seed)
	return l, nil
}

// ParseLink reads a guest link or a host link. The error wraps [ErrLink].
func ParseLink(text string) (Link, error) {
	origin, fragment, _ := strings.Cut(strings.TrimSpace(text), "#")
	l := Link{Origin: strings.TrimSuffix(origin, "/")}
	if _, err := signalURL(l.Origin); err != nil {
		return Link{}, err
	}
	payload, isGuest := strings.CutPrefix(fragment, "1")
	// A guest link never begins with 1H: its first byte, the kind, is too small for that letter.
	payload, isHost := strings.CutPrefix(payload, "H")
	size := 1 + len(l.secret) + len(l.pin)
	if isHost {
		size = 1 + len(l.secret) + ed25519.SeedSize
	}
	bytes := make([]byte, size)
	if err := decodeFixed(bytes, []byte(payload)); !isGuest || err != nil || int(bytes[0]) >= len(kindNames) {
		return Link{}, ErrLink
	}
	l.Kind = Kind(bytes[0])
	rest := bytes[1+copy(l.secret[:], bytes[1:]):]
	if isHost {
		l.setHost(rest)
	} else {
		copy(l.pin[:], rest)
	}
	return l, nil
}

func (l *Link) setHost(seed []byte) {
	l.host = ed25519.NewKeyFromSeed(seed)
	l.pin = pinOf(publicOf(l.host))
}

// ByCreator adds what a creator link of the same server holds; [Create] shows it. The error is [ErrLink].
func (l Link) ByCreator(creatorLink string) (Link, error) {
	origin, fragment, _ := strings.Cut(strings.TrimSpace(creatorLink), "#")
	payload, isCreator := strings.CutPrefix(fragment, "c")
	var seed [ed25519.SeedSize]byte
	if err := decodeFixed(seed[:], []byte(payload)); !isCreator || err != nil || strings.TrimSuffix(origin, "/") != l.Origin {
		return Link{}, ErrLink
	}
	l.creator = ed25519.NewKeyFromSeed(seed[:])
	return l, nil
}

// IsHost says whether this link makes its holder the host.
func (l Link) IsHost() bool { return l.host != nil }

// Guest gives the link for guests.
func (l Link) Guest() Link {
	l.host = nil
	return l
}

// String gives the whole link. It is a secret.
func (l Link) String() string {
	bytes := append([]byte{byte(l.Kind)}, l.secret[:]...)
	if l.IsHost() {
		return l.Origin + "/#1H" + base64url.EncodeToString(append(bytes, l.host.Seed()...))
	}
	return l.Origin + "/#1" + base64url.EncodeToString(append(bytes, l.pin[:]...))
}

// room is all that the server is told.
func (l Link) room() roomID { return roomID(derive(l.secret[:], "einmal/1 room id", 16)) }

// psk never leaves the participants.
func (l Link) psk() []byte { return derive(l.secret[:], "einmal/1 psk", 32) }

// derive is HKDF-SHA256 with an empty salt (RFC 5869).
func derive(secret []byte, info string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, info, size)
	if err != nil { // only for sizes beyond 255 hashes
		panic(err)
	}
	return key
}

// pinOf gives the F of the host key.
func pinOf(host publicKey) [16]byte {
	sum := sha256.Sum256(append([]byte("einmal/1 host"), host[:]...))
	return [16]byte(sum[:])
}

func publicOf(key ed25519.PrivateKey) publicKey {
	return publicKey(key.Public().(ed25519.PublicKey))
}

// signalURL gives the WebSocket address of a server's signalling. The error wraps [ErrLink].
func signalURL(origin string) (string, error) {
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
