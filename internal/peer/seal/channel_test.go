package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"strings"
	"testing"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

func TestTheSealedChannelIsThatOfTheVectors(t *testing.T) {
	for _, v := range readVectors(t).Handshakes {
		first, second := v.channels(t)
		if !bytes.Equal(first.h, v.H) || !bytes.Equal(second.h, v.H) {
			t.Fatalf("handshake hash %x, want %x", first.h, v.H)
		}
		for _, m := range v.Messages {
			text := []byte(strings.Repeat(m.Text, m.Repeat))
			from, to := first, second
			if !m.FromInitiator {
				from, to = to, from
			}
			body, err := from.encrypt(text)
			if err != nil {
				t.Fatal(err)
			}
			if sum := sha256.Sum256(body); !bytes.Equal(sum[:], m.SHA256) {
				t.Errorf("%d bytes are sealed differently", len(text))
			}
			if got, err := to.decrypt(body[headerSize:]); err != nil || !bytes.Equal(got, text) {
				t.Errorf("%d bytes do not come through: %v", len(text), err)
			}
		}
		v.checkProofs(t)
	}
}

func (v handshakeVector) channels(t *testing.T) (initiator, responder *channel) {
	t.Helper()
	id := protocol.AttemptID(v.Attempt)
	e := ChannelIDs{PSK: v.PSK, Room: protocol.RoomID(v.Room), Self: protocol.SID(v.Initiator),
		Peer:   protocol.SID(v.Responder),
		random: bytes.NewReader(v.InitiatorE)}
	initiator, body1, err := startHandshake(e, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Self, e.Peer, e.random = e.Peer, e.Self, bytes.NewReader(v.ResponderE)
	responder, body2, err := answerHandshake(e, id, body1[headerSize:])
	if err != nil {
		t.Fatal(err)
	}
	if err := initiator.finishHandshake(body2[headerSize:]); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(body1, v.Body1) || !bytes.Equal(body2, v.Body2) {
		t.Error("the handshake has other bytes")
	}
	return initiator, responder
}

func (v handshakeVector) checkProofs(t *testing.T) {
	t.Helper()
	guest := NewAuth(v.H, ed25519.NewKeyFromSeed(v.InitiatorAuth.Seed), nil)
	host := NewAuth(v.H, ed25519.NewKeyFromSeed(v.ResponderAuth.Seed),
		ed25519.NewKeyFromSeed(v.ResponderAuth.HostSeed))
	if !bytes.Equal(guest.Signature[:], v.InitiatorAuth.Signature) ||
		!bytes.Equal(host.Signature[:], v.ResponderAuth.Signature) ||
		!bytes.Equal(host.HostSignature[:], v.ResponderAuth.HostSignature) {
		t.Error("the proofs have other signatures")
	}
	pin := links.HostPin(host.HostKey[:])
	other := protocol.PublicKey{1}
	for _, c := range []struct {
		name   string
		expect Expectation
		m      *protocol.Auth
		good   bool
	}{
		{"a knocker takes the host", Expectation{Own: guest.Key, IsHost: true, HostKeyHash: pin},
			host,
			true},
		{"a member takes the host under its key",
			Expectation{Own: guest.Key, Key: &host.Key, IsHost: true, HostKeyHash: pin}, host,
			true},
		{"the host takes a knocker", Expectation{Own: host.Key, HostKeyHash: pin}, guest, true},
		{"a host under another pin is refused", Expectation{Own: guest.Key, IsHost: true}, host,
			false},
		{"a host under another key is refused",
			Expectation{Own: guest.Key, Key: &other, IsHost: true, HostKeyHash: pin}, host, false},
		{"somebody without the host key is no host",
			Expectation{Own: other, IsHost: true, HostKeyHash: pin}, guest, false},
		{"a guest who shows a host key is refused",
			Expectation{Own: guest.Key, Key: &host.Key, HostKeyHash: pin}, host, false},
		{"our own proof sent back is none", Expectation{Own: guest.Key, HostKeyHash: pin}, guest,
			false},
	} {
		if got := c.expect.IsMetBy(v.H, c.m); got != c.good {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.expect.IsMetBy(make([]byte, 32), c.m) {
			t.Errorf("%s: on another channel too", c.name)
		}
	}
}
