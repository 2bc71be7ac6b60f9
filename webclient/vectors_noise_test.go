package webclient_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/flynn/noise"
)

type handshakeVector struct {
	PSK       b64 `json:"psk"`
	Room      b64 `json:"room"`
	Initiator b64 `json:"initiator"`
	Responder b64 `json:"responder"`
	Attempt   b64 `json:"attempt"`
	// X25519 private keys.
	InitiatorE b64 `json:"initiatorE"`
	ResponderE b64 `json:"responderE"`

	Body1 b64 `json:"body1"`
	Body2 b64 `json:"body2"`
	H     b64 `json:"h"`

	// The responder is the host.
	InitiatorAuth authVector     `json:"initiatorAuth"`
	ResponderAuth authVector     `json:"responderAuth"`
	Messages      []sealedVector `json:"messages"`
}

type authVector struct {
	Seed          b64 `json:"seed"`
	HostSeed      b64 `json:"hostSeed,omitempty"`
	Key           b64 `json:"key"`
	Signature     b64 `json:"signature"`
	HostKey       b64 `json:"hostKey,omitempty"`
	HostSignature b64 `json:"hostSignature,omitempty"`
}

// sealedVector is a transport message, in the order of sending: the text, repeated. Long bodies are
// told by their SHA-256 alone.
type sealedVector struct {
	FromInitiator bool   `json:"fromInitiator"`
	Text          string `json:"text"`
	Repeat        int    `json:"repeat"`
	Body          b64    `json:"body,omitempty"`
	SHA256        b64    `json:"sha256"`
}

func handshakes(t *testing.T) []handshakeVector {
	var list []handshakeVector
	for i := range 4 {
		v := handshakeVector{InitiatorE: fixed(fmt.Sprint("e initiator ", i), 32),
			ResponderE: fixed(fmt.Sprint("e responder ", i), 32)}
		v.PSK, v.Room = fixed(fmt.Sprint("psk ", i), 32), fixed(fmt.Sprint("room ", i), 16)
		v.Initiator, v.Responder = fixed(fmt.Sprint("initiator ", i),
			8), fixed(fmt.Sprint("responder ", i), 8)
		v.Attempt = fixed(fmt.Sprint("attempt ", i), 8)
		v.run(t, i)
		list = append(list, v)
	}
	return list
}

func (v *handshakeVector) run(t *testing.T, i int) {
	t.Helper()
	initiator, responder := v.side(t, true), v.side(t, false)
	must := func(what []byte, send, receive *noise.CipherState, err error) ([]byte,
		*noise.CipherState, *noise.CipherState) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return what, send, receive
	}
	version := []byte{1}
	message1, _, _ := must(initiator.WriteMessage(nil, version))
	must(responder.ReadMessage(nil, message1))
	message2, toResponder, toInitiator := must(responder.WriteMessage(nil, version))
	_, sending, receiving := must(initiator.ReadMessage(nil, message2))
	v.Body1, v.Body2 = v.body(1, message1), v.body(2, message2)
	v.H = bytes.Clone(initiator.ChannelBinding())
	if !bytes.Equal(v.H, responder.ChannelBinding()) {
		t.Fatal("the two sides disagree on the handshake hash")
	}
	v.InitiatorAuth = auth(fixed(fmt.Sprint("key initiator ", i), 32), nil, v.H)
	v.ResponderAuth = auth(fixed(fmt.Sprint("key responder ", i), 32),
		fixed(fmt.Sprint("host ", i), 32), v.H)
	for n, text := range texts {
		text.FromInitiator = n%3 != 1
		if text.FromInitiator {
			v.seal(t, sending, toResponder, text)
		} else {
			v.seal(t, toInitiator, receiving, text)
		}
	}
}

var texts = []sealedVector{
	{Text: `{"kind":"full"}`, Repeat: 1}, {Text: `{"kind":"bye"}`, Repeat: 1},
	{Text: "", Repeat: 1},
	{Text: `{"kind":"chat","text":"Grüße 🎈"}`, Repeat: 1},
	{Text: "x", Repeat: 252}, {Text: "x", Repeat: 253}, {Text: "x", Repeat: 1021},
	{Text: "ü", Repeat: 2047}, {Text: "x", Repeat: 20_000},
}

func (v *handshakeVector) seal(t *testing.T, from, to *noise.CipherState, sealed sealedVector) {
	t.Helper()
	message, err := from.Encrypt(nil, nil, pad([]byte(strings.Repeat(sealed.Text, sealed.Repeat))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.Decrypt(nil, nil, message); err != nil {
		t.Fatal(err)
	}
	body := v.body(3, message)
	sum := sha256.Sum256(body)
	sealed.SHA256 = sum[:]
	if len(body) < 512 {
		sealed.Body = body
	}
	v.Messages = append(v.Messages, sealed)
}

func (v *handshakeVector) body(kind byte, message []byte) b64 {
	return join([]byte{kind}, v.Attempt, message)
}

func (v *handshakeVector) side(t *testing.T, initiator bool) *noise.HandshakeState {
	t.Helper()
	ephemeral := v.ResponderE
	if initiator {
		ephemeral = v.InitiatorE
	}
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite:  noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256),
		Random:       bytes.NewReader(ephemeral), // all that a handshake draws is its ephemeral key
		Pattern:      noise.HandshakeNN,
		Initiator:    initiator,
		Prologue:     join([]byte("einmal/1"), v.Room, v.Initiator, v.Responder, v.Attempt),
		PresharedKey: v.PSK,
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func auth(seed, hostSeed, h b64) authVector {
	key := ed25519.NewKeyFromSeed(seed)
	a := authVector{Seed: seed, Key: publicKey(seed),
		Signature: ed25519.Sign(key, join([]byte("einmal/1 pair"), h))}
	if hostSeed != nil {
		host := ed25519.NewKeyFromSeed(hostSeed)
		a.HostSeed, a.HostKey = hostSeed, publicKey(hostSeed)
		a.HostSignature = ed25519.Sign(host, join([]byte("einmal/1 host"), h))
	}
	return a
}
