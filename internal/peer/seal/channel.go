package seal

import (
	"crypto/rand"
	"errors"
	"io"

	"einmal/internal/peer/protocol"

	"github.com/flynn/noise"
)

// Types of a frame's body (protocol, section 4). A body is type || attempt || what the type says.
const (
	BodyMessage1  = 1
	bodyMessage2  = 2
	BodyTransport = 3
	headerSize    = 1 + len(protocol.AttemptID{})
)

const noiseVersion = 1

var (
	// errAttack means that a message of the current attempt is forged, changed, replayed or out of
	// order.
	errAttack = errors.New("attack")
	// errNoise means a first message that is not for us: dropped, because it replaces nothing.
	errNoise = errors.New("does not decrypt")
)

var cipherSuite = noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256)

// ChannelIDs says whose channel it is.
type ChannelIDs struct {
	PSK        []byte
	Room       protocol.RoomID
	Self, Peer protocol.SID
	random     io.Reader // where ephemeral keys come from; nil: the system
}

// channel is one attempt of Noise_NNpsk0_25519_AESGCM_SHA256, seen from one side.
type channel struct {
	id        protocol.AttemptID
	handshake *noise.HandshakeState // nil once ready
	out, in   *noise.CipherState
	h         []byte // the handshake hash, once ready
}

func newAttemptID() (id protocol.AttemptID) {
	rand.Read(id[:])
	return id
}

// startHandshake begins an attempt and gives the body with its first message.
func startHandshake(e ChannelIDs, id protocol.AttemptID) (*channel, []byte, error) {
	c := &channel{id: id}
	var err error
	if c.handshake, err = newHandshake(e, id, true); err != nil {
		return nil, nil, err
	}
	body, _, _, err := c.handshake.WriteMessage(c.bodyHeader(BodyMessage1), []byte{noiseVersion})
	return c, body, err
}

// answerHandshake answers a first message and gives the body with the second; the channel is ready
// then. The error is errNoise if the first message does not decrypt.
func answerHandshake(e ChannelIDs, id protocol.AttemptID,
	message1 []byte) (*channel, []byte, error) {
	c := &channel{id: id}
	handshake, err := newHandshake(e, id, false)
	if err != nil {
		return nil, nil, err
	}
	payload, _, _, err := handshake.ReadMessage(nil, message1)
	if err != nil {
		return nil, nil, errNoise
	}
	if !isVersion(payload) {
		return nil, nil, protocol.ErrBadMessage
	}
	body, in, out, err := handshake.WriteMessage(c.bodyHeader(bodyMessage2), []byte{noiseVersion})
	if err != nil {
		return nil, nil, err
	}
	c.in, c.out, c.h = in, out, handshake.ChannelBinding()
	return c, body, nil
}

// finishHandshake takes the second message; the channel is ready then.
func (c *channel) finishHandshake(message2 []byte) error {
	payload, out, in, err := c.handshake.ReadMessage(nil, message2)
	if err != nil {
		return errAttack
	}
	if !isVersion(payload) {
		return protocol.ErrBadMessage
	}
	c.in, c.out, c.h, c.handshake = in, out, c.handshake.ChannelBinding(), nil
	return nil
}

func (c *channel) isReady() bool { return c.h != nil }

// encrypt returns the body that carries a text, or nil if the text is too long.
func (c *channel) encrypt(text []byte) ([]byte, error) {
	padded := padText(text)
	if padded == nil {
		return nil, nil
	}
	return c.out.Encrypt(c.bodyHeader(BodyTransport), nil, padded)
}

// decrypt returns the text of a transport message.
func (c *channel) decrypt(ciphertext []byte) ([]byte, error) {
	padded, err := c.in.Decrypt(nil, nil, ciphertext)
	if err != nil {
		return nil, errAttack
	}
	text, ok := unpadText(padded)
	if !ok {
		return nil, protocol.ErrBadMessage
	}
	return text, nil
}

func (c *channel) bodyHeader(kind byte) []byte { return append([]byte{kind}, c.id[:]...) }

func newHandshake(e ChannelIDs, id protocol.AttemptID,
	initiator bool) (*noise.HandshakeState, error) {
	first, second := e.Self, e.Peer
	if !initiator {
		first, second = second, first
	}
	prologue := append([]byte("einmal/1"), e.Room[:]...)
	prologue = append(append(append(prologue, first[:]...), second[:]...), id[:]...)
	return noise.NewHandshakeState(noise.Config{
		CipherSuite:           cipherSuite,
		Random:                e.random,
		Pattern:               noise.HandshakeNN,
		Initiator:             initiator,
		Prologue:              prologue,
		PresharedKey:          e.PSK,
		PresharedKeyPlacement: 0,
	})
}

func isVersion(payload []byte) bool { return len(payload) == 1 && payload[0] == noiseVersion }
