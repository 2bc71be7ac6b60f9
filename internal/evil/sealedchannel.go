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

// linkKeys is what a server that has the link makes of it: with these it opens sealed channels
// (docs/protocol.md, section 4) under keys of its own.
type linkKeys struct {
	roomID, psk []byte
	key         ed25519.PrivateKey // the server's own, as a per-join key
	hostKey     ed25519.PrivateKey // the server's own, as a host key
}

func deriveLinkKeys(link string) (*linkKeys, error) {
	_, fragment, _ := strings.Cut(link, "#1")
	payload, err := base64url.DecodeString(strings.TrimPrefix(fragment, "H"))
	if err != nil || len(payload) < 17 {
		return nil, errors.New("this is no link")
	}
	s, kind := &linkKeys{}, string(payload[:1])
	s.roomID, err = hkdf.Key(sha256.New, payload[1:17], nil, "einmal/1 room id"+kind, 16)
	if err != nil {
		return nil, err
	}
	if s.psk, err = hkdf.Key(sha256.New, payload[1:17], nil, "einmal/1 psk"+kind, 32); err != nil {
		return nil, err
	}
	if _, s.key, err = ed25519.GenerateKey(nil); err != nil {
		return nil, err
	}
	_, s.hostKey, err = ed25519.GenerateKey(nil)
	return s, err
}

// sealedChannel is one end of a sealed channel.
type sealedChannel struct {
	id        attemptID
	handshake *noise.HandshakeState
	out, in   *noise.CipherState
	hash      []byte // of the handshake, once that is done
}

var suite = noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256)

func (s *linkKeys) newChannel(id attemptID, initiator, responder string,
	initiate bool) (*sealedChannel, error) {
	prologue := append([]byte("einmal/1"), s.roomID...)
	prologue = append(append(append(prologue, decodeSID(initiator)...), decodeSID(responder)...),
		id[:]...)
	handshake, err := noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeNN, Initiator: initiate, Prologue: prologue,
		PresharedKey: s.psk, PresharedKeyPlacement: 0,
	})
	return &sealedChannel{id: id, handshake: handshake}, err
}

// firstMessage gives the body of a first message.
func (c *sealedChannel) firstMessage() ([]byte, error) {
	body, _, _, err := c.handshake.WriteMessage(c.frameHeader(message1), []byte{1})
	return body, err
}

// readSecondMessage completes the handshake that this end began.
func (c *sealedChannel) readSecondMessage(message2 []byte) (err error) {
	if _, c.out, c.in, err = c.handshake.ReadMessage(nil, message2); err == nil {
		c.hash = c.handshake.ChannelBinding()
	}
	return err
}

// secondMessage reads a first message and gives the body of the second.
func (c *sealedChannel) secondMessage(message1 []byte) ([]byte, error) {
	if _, _, _, err := c.handshake.ReadMessage(nil, message1); err != nil {
		return nil, err
	}
	body, in, out, err := c.handshake.WriteMessage(c.frameHeader(message2), []byte{1})
	c.in, c.out, c.hash = in, out, c.handshake.ChannelBinding()
	return body, err
}

// sealMessage gives the body of a transport frame.
func (c *sealedChannel) sealMessage(t jsonMessage) ([]byte, error) {
	plain := t.encode()
	for _, size := range []int{256, 1024, 4096, 16384, 65519} {
		if 4+len(plain) <= size {
			padded := make([]byte, size)
			binary.BigEndian.PutUint32(padded, uint32(len(plain)))
			copy(padded[4:], plain)
			return c.out.Encrypt(c.frameHeader(transport), nil, padded)
		}
	}
	return nil, errors.New("too long")
}

// openMessage gives what a transport frame carries.
func (c *sealedChannel) openMessage(ciphertext []byte) (jsonMessage, error) {
	padded, err := c.in.Decrypt(nil, nil, ciphertext)
	if err != nil {
		return nil, err
	}
	return parseText(padded[4 : 4+binary.BigEndian.Uint32(padded)]), nil
}

func (c *sealedChannel) frameHeader(kind byte) []byte { return append([]byte{kind}, c.id[:]...) }

func publicKey(key ed25519.PrivateKey) string {
	return base64url.EncodeToString(key.Public().(ed25519.PublicKey))
}

func signHash(key ed25519.PrivateKey, label string, h []byte) string {
	return base64url.EncodeToString(ed25519.Sign(key, append([]byte(label), h...)))
}
