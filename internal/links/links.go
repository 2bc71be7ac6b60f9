// Package links makes and parses the links of rooms (docs/protocol.md, section 2). All of a link is
// secret: no error of this package quotes one.
package links

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
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

// Link is what a guest or a host holds.
type Link struct {
	// Origin of the server, such as https://call.example.
	Origin string
	Kind   Kind
	Secret [16]byte
	Pin    [16]byte           // of the host key
	Host   ed25519.PrivateKey // nil in a guest link
	Token  []byte             // of a guest link for one person: 16 bytes; nil in all others

	Creator ed25519.PrivateKey // not part of the link; see ByCreator
}

// New makes the host link of a room that nobody has created yet. Origin is scheme and host of the
// server.
func New(origin string, kind Kind) (Link, error) {
	if _, err := SignalURL(origin); err != nil {
		return Link{}, err
	}
	l := Link{Origin: origin, Kind: kind}
	seed := make([]byte, ed25519.SeedSize)
	for l.Host == nil || !survivesMail(l.String()) || !survivesMail(l.Guest().String()) {
		rand.Read(l.Secret[:]) // never fails
		rand.Read(seed)
		l.setHost(seed)
	}
	return l, nil
}

// survivesMail says whether a link survives the usual programs: mail programs and Markdown take a -
// or _ at the end for something that does not belong to the link.
func survivesMail(link string) bool {
	_, fragment, _ := strings.Cut(link, "#")
	return !strings.HasSuffix(link, "-") && !strings.HasSuffix(link, "_") && isMixed(fragment)
}

const guestSize, hostSize, creatorSize = 1 + 16 + 16, 1 + 16 + ed25519.SeedSize, ed25519.SeedSize

// Parse reads a guest link or a host link, also out of a text around it and after what mail
// programs do to links. The error is [ErrIncomplete], [ErrUnknown] or [ErrSeveral].
func Parse(text string) (Link, error) {
	origin, fragment, err := findLink(text)
	if err != nil {
		return Link{}, err
	}
	payload, isRoom := strings.CutPrefix(fragment, "#1")
	if !isRoom || origin == "" {
		return Link{}, ErrUnknown
	}
	payload, isHost := strings.CutPrefix(payload, "H")
	bytes, err := base64url.DecodeString(payload)
	if err != nil {
		return Link{}, ErrUnknown
	}
	l := Link{Origin: origin, Kind: Kind(bytes[0])}
	rest := bytes[1+copy(l.Secret[:], bytes[1:]):]
	if isHost {
		l.setHost(rest)
	} else {
		copy(l.Pin[:], rest)
		l.Token = tokenIn(text)
	}
	return l, nil
}

// DeviceTicket is what somebody shows who has a link for one person: its token, and what names a
// device to this room's host alone (protocol, section 4.2). Nil without a token.
func (l Link) DeviceTicket(secret []byte) []byte {
	if l.Token == nil {
		return nil
	}
	room := l.RoomID()
	return append(slices.Clone(l.Token), Derive(secret, "einmal/1 device"+string(room[:]), 16)...)
}

// SplitLink reads any link as [Parse] does, and gives its server's origin and its fragment, which
// begins with "#1" or "#c".
func SplitLink(text string) (origin, fragment string, err error) {
	if origin, fragment, err = findLink(text); err == nil && origin == "" {
		err = ErrUnknown
	}
	return origin, fragment, err
}

func (l *Link) setHost(seed []byte) {
	l.Host = ed25519.NewKeyFromSeed(seed)
	l.Pin = HostPin(l.Host.Public().(ed25519.PublicKey))
}

// ByCreator adds what a creator link of the same server holds; whoever creates the room with it
// shows it. The errors are those of [Parse].
func (l Link) ByCreator(creatorLink string) (Link, error) {
	origin, fragment, err := findLink(creatorLink)
	if err != nil {
		return Link{}, err
	}
	payload, isCreator := strings.CutPrefix(fragment, "#c")
	if !isCreator || origin != l.Origin {
		return Link{}, ErrUnknown
	}
	seed, err := base64url.DecodeString(payload)
	if err != nil {
		return Link{}, ErrUnknown
	}
	l.Creator = ed25519.NewKeyFromSeed(seed)
	return l, nil
}

// Creator gives the creator link of a seed. Its last character holds four bits, which makes it a
// letter or a digit.
func Creator(origin string, seed []byte) string {
	return origin + "/#c" + base64url.EncodeToString(seed)
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

// RoomID is all that the server is told. Like the PSK it depends on the kind: a link whose kind was
// changed leads to no room.
func (l Link) RoomID() [16]byte { return [16]byte(l.derive("einmal/1 room id", 16)) }

// NoisePSK never leaves the participants.
func (l Link) NoisePSK() []byte { return l.derive("einmal/1 psk", 32) }

func (l Link) derive(label string, size int) []byte {
	return Derive(l.Secret[:], label+string([]byte{byte(l.Kind)}), size)
}

// Derive is HKDF-SHA256 with an empty salt (RFC 5869).
func Derive(secret []byte, info string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, info, size)
	if err != nil { // only for sizes beyond 255 hashes
		panic(err)
	}
	return key
}

// HostPin is what a guest link holds of the host key.
func HostPin(host ed25519.PublicKey) [16]byte {
	sum := sha256.Sum256(append([]byte("einmal/1 host"), host...))
	return [16]byte(sum[:])
}

// SignalURL gives the WebSocket address of a server's signalling. The error is [ErrUnknown].
func SignalURL(origin string) (string, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return "", ErrUnknown
	}
	switch u.Scheme {
	case "http":
		return "ws://" + u.Host + "/signal", nil
	case "https":
		return "wss://" + u.Host + "/signal", nil
	}
	return "", ErrUnknown
}
