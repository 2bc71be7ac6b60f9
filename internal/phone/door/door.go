// Package door takes invitations for a telephone gateway: a host's page seals the guest link of its
// room to the gateway's key (HPKE, RFC 9180), and gets back, sealed as well, the PIN that a caller
// has to press (docs/protocol.md, section 7). The einmal server carries both and can read neither.
// All of it is in memory.
package door

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"einmal/internal/links"
	"einmal/internal/strictjson"
)

const (
	info       = "einmal/1 phone"
	replyLabel = "einmal/1 phone reply"
	// RequestSize and ReplySize are those of every text, in bytes: what is said does not show.
	RequestSize = 512
	ReplySize   = 128

	pins    = 1_000_000
	maxPINs = 2000 // at a time: a random number is then wrong 499 times of 500
	maxLife = 24 * time.Hour
	perRoom = 4
)

// Why there is no PIN, as the host's page is told.
const (
	codeFull    = "full"
	codeLink    = "link" // none of a room here, or of a host
	codeSilent  = "chat" // nobody speaks in it
	codeUnknown = "gone" // there is no such invitation
	codeBad     = "bad-message"
)

var suite = struct {
	kem  hpke.KEM
	kdf  hpke.KDF
	aead hpke.AEAD
}{hpke.DHKEM(ecdh.X25519()), hpke.HKDFSHA256(), hpke.AES256GCM()}

// Door holds the invitations. It is safe for concurrent use.
type Door struct {
	// Origin of the only server whose rooms we enter.
	origin string
	number string // that people call
	key    hpke.PrivateKey

	mu   sync.Mutex
	pins map[string]*invitation
}

type invitation struct {
	id    [16]byte // chosen by the host's page, which ends it with that
	link  links.Link
	until time.Time
}

// New makes a door for the rooms of one server.
func New(origin, number string, key hpke.PrivateKey) *Door {
	return &Door{origin: origin, number: number, key: key, pins: map[string]*invitation{}}
}

// LoadKey reads the key of a gateway, or makes one.
func LoadKey(file string) (hpke.PrivateKey, error) {
	seed, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		made, err := ecdh.X25519().GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		seed = made.Bytes()
		if err := os.WriteFile(file, seed, 0o600); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	k, err := ecdh.X25519().NewPrivateKey(seed)
	if err != nil {
		return nil, fmt.Errorf("%s holds no key", file)
	}
	return hpke.NewDHKEMPrivateKey(k)
}

// Key is what a host's page seals to.
func (d *Door) Key() string {
	return base64.RawURLEncoding.EncodeToString(d.key.PublicKey().Bytes())
}

// ServeHTTP says with GET what we are, and takes with POST what a host's page has sealed.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch r.Method {
	case http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(struct { // who has gone needs no answer
			Number string `json:"number"`
			Key    string `json:"key"`
		}{d.number, d.Key()})
	case http.MethodPost:
		sealed, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1024))
		if err != nil {
			http.Error(w, "too-large: An invitation is shorter.", http.StatusRequestEntityTooLarge)
			return
		}
		answer, err := d.Answer(sealed, time.Now())
		if err != nil {
			http.Error(w, "bad-message: This was not sealed for this gateway.", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(answer) // as above
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "method-not-allowed: GET and POST are.", http.StatusMethodNotAllowed)
	}
}

type (
	openRequest struct {
		ID    string `json:"id"`
		Link  string `json:"link"`
		Until int64  `json:"until"` // seconds since 1970
	}
	endRequest struct {
		ID string `json:"id"`
	}
	reply struct {
		Kind  string `json:"kind"`
		PIN   string `json:"pin,omitempty"`
		Until int64  `json:"until,omitempty"`
		Code  string `json:"code,omitempty"`
	}
)

// Answer opens a request and seals the answer. An error is a request that nobody has sealed for us.
func (d *Door) Answer(sealed []byte, now time.Time) ([]byte, error) {
	size := len(d.key.PublicKey().Bytes())
	if len(sealed) < size {
		return nil, errors.New("too short")
	}
	recipient, err := hpke.NewRecipient(sealed[:size], d.key, suite.kdf, suite.aead, []byte(info))
	if err != nil {
		return nil, err
	}
	text, err := recipient.Open(nil, sealed[size:])
	if err != nil {
		return nil, err
	}
	secret, err := recipient.Export(replyLabel, replyKeySize)
	if err != nil {
		return nil, err
	}
	return sealReply(secret, d.handle(text, now))
}

func (d *Door) handle(text []byte, now time.Time) reply {
	m, err := strictjson.Decode([]byte(strings.TrimRight(string(text), " ")), func(kind string) any {
		switch kind {
		case "open":
			return &openRequest{}
		case "end":
			return &endRequest{}
		}
		return nil
	})
	if err != nil || len(text) != RequestSize {
		return refusal(codeBad)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgetOld(now)
	switch m := m.(type) {
	case *openRequest:
		return d.open(m, now)
	case *endRequest:
		if id, ok := parseID(m.ID); ok {
			if pin, _ := d.find(id); pin != "" {
				delete(d.pins, pin)
				return reply{Kind: "ended"}
			}
		}
		return refusal(codeUnknown)
	}
	return refusal(codeBad)
}

func refusal(code string) reply { return reply{Kind: "error", Code: code} }

func (d *Door) open(m *openRequest, now time.Time) reply {
	id, ok := parseID(m.ID)
	link, err := links.Parse(m.Link)
	if !ok || err != nil || link.Origin != d.origin || link.IsHost() {
		return refusal(codeLink)
	}
	if link.Kind == links.Chat {
		return refusal(codeSilent)
	}
	if pin, one := d.find(id); pin != "" { // the answer was lost
		return reply{Kind: "pin", PIN: pin, Until: one.until.Unix()}
	}
	if len(d.pins) >= maxPINs || d.countOf(link) >= perRoom {
		return refusal(codeFull)
	}
	until := time.Unix(m.Until, 0)
	if most := now.Add(maxLife); until.After(most) {
		until = most
	}
	pin := d.freePIN()
	d.pins[pin] = &invitation{id, link, until}
	return reply{Kind: "pin", PIN: pin, Until: until.Unix()}
}

func (d *Door) countOf(link links.Link) (n int) {
	for _, one := range d.pins {
		if one.link.Secret == link.Secret {
			n++
		}
	}
	return n
}

func (d *Door) freePIN() string {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(pins))
		if err != nil { // it never is
			panic(err)
		}
		pin := fmt.Sprintf("%06d", n)
		if d.pins[pin] == nil {
			return pin
		}
	}
}

func (d *Door) find(id [16]byte) (string, *invitation) {
	for pin, one := range d.pins {
		if one.id == id {
			return pin, one
		}
	}
	return "", nil
}

func (d *Door) forgetOld(now time.Time) {
	for pin, one := range d.pins {
		if !one.until.After(now) {
			delete(d.pins, pin)
		}
	}
}

func parseID(text string) (id [16]byte, ok bool) {
	bytes, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return id, err == nil && copy(id[:], bytes) == len(id) && len(bytes) == len(id)
}

// LinkOf gives the room of a PIN.
func (d *Door) LinkOf(pin string, now time.Time) (links.Link, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgetOld(now)
	one := d.pins[pin]
	if one == nil {
		return links.Link{}, false
	}
	return one.link, true
}

// ForgetRoom drops the PINs of a room that is over.
func (d *Door) ForgetRoom(link links.Link) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for pin, one := range d.pins {
		if one.link.Secret == link.Secret {
			delete(d.pins, pin)
		}
	}
}
