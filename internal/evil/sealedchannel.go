//go:build evil

package evil

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/flynn/noise"
)

// What a server can do that also has the link: it can open sealed channels (protocol, section 4),
// under keys of its own.

// secret is what follows from a link.
type secret struct {
	room, psk []byte
	key       ed25519.PrivateKey // the server's own, as a per-join key
	host      ed25519.PrivateKey // the server's own, as a host key
}

func parseSecret(link string) (*secret, error) {
	_, fragment, _ := strings.Cut(link, "#1")
	payload, err := base64url.DecodeString(strings.TrimPrefix(fragment, "H"))
	if err != nil || len(payload) < 17 {
		return nil, errors.New("this is no link")
	}
	s, kind := &secret{}, string(payload[:1])
	if s.room, err = hkdf.Key(sha256.New, payload[1:17], nil, "einmal/1 room id"+
		kind, 16); err != nil {
		return nil, err
	}
	if s.psk, err = hkdf.Key(sha256.New, payload[1:17], nil, "einmal/1 psk"+kind, 32); err != nil {
		return nil, err
	}
	if _, s.key, err = ed25519.GenerateKey(nil); err != nil {
		return nil, err
	}
	_, s.host, err = ed25519.GenerateKey(nil)
	return s, err
}

// channel is one end of a sealed channel.
type channel struct {
	id        attemptID
	handshake *noise.HandshakeState
	out, in   *noise.CipherState
	h         []byte // the handshake hash, once it is done
}

var suite = noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256)

func (s *secret) newChannel(id attemptID, initiator, responder string,
	initiate bool) (*channel, error) {
	prologue := append([]byte("einmal/1"), s.room...)
	prologue = append(append(append(prologue, decodeSID(initiator)...), decodeSID(responder)...),
		id[:]...)
	handshake, err := noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeNN, Initiator: initiate, Prologue: prologue,
		PresharedKey: s.psk, PresharedKeyPlacement: 0,
	})
	return &channel{id: id, handshake: handshake}, err
}

// begin gives the body of a first message.
func (c *channel) begin() ([]byte, error) {
	body, _, _, err := c.handshake.WriteMessage(c.header(message1), []byte{1})
	return body, err
}

// finish takes the answer to it.
func (c *channel) finish(message2 []byte) (err error) {
	if _, c.out, c.in, err = c.handshake.ReadMessage(nil, message2); err == nil {
		c.h = c.handshake.ChannelBinding()
	}
	return err
}

// answer takes a first message and gives the body of the second.
func (c *channel) answer(message1 []byte) ([]byte, error) {
	if _, _, _, err := c.handshake.ReadMessage(nil, message1); err != nil {
		return nil, err
	}
	body, in, out, err := c.handshake.WriteMessage(c.header(message2), []byte{1})
	c.in, c.out, c.h = in, out, c.handshake.ChannelBinding()
	return body, err
}

// seal gives the body that carries a message.
func (c *channel) seal(t text) ([]byte, error) {
	plain := t.encode()
	for _, size := range []int{256, 1024, 4096, 16384, 65519} {
		if 4+len(plain) <= size {
			padded := make([]byte, size)
			binary.BigEndian.PutUint32(padded, uint32(len(plain)))
			copy(padded[4:], plain)
			return c.out.Encrypt(c.header(transport), nil, padded)
		}
	}
	return nil, errors.New("too long")
}

// open gives what a body carries.
func (c *channel) open(ciphertext []byte) (text, error) {
	padded, err := c.in.Decrypt(nil, nil, ciphertext)
	if err != nil {
		return nil, err
	}
	return parse(padded[4 : 4+binary.BigEndian.Uint32(padded)]), nil
}

func (c *channel) header(kind byte) []byte { return append([]byte{kind}, c.id[:]...) }

func publicOf(key ed25519.PrivateKey) string {
	return base64url.EncodeToString(key.Public().(ed25519.PublicKey))
}

func sign(key ed25519.PrivateKey, label string, h []byte) string {
	return base64url.EncodeToString(ed25519.Sign(key, append([]byte(label), h...)))
}
