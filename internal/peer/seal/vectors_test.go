package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"

	"einmal/internal/peer/protocol"
)

// b64 is bytes of any length as vectors.json writes them.
type b64 []byte

func (b *b64) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

// vectors are the common ground of all implementations; the web client's tests read them too.
type vectors struct {
	Signed []struct {
		Name                                             string
		Nonce, Room, Sid, Key, H, Seed, Bytes, Signature b64
		Appointment                                      *protocol.Appointment
		Seats                                            uint8
		Lifetime                                         uint32
		Epoch                                            uint64
		Members                                          []protocol.Member
		Names                                            []protocol.NamedMember
	}
	Ticket struct {
		Seed, Room, Sid, Key, Ticket b64
		Name                         string
	}
	Padding []struct {
		Length, Size int
		SHA256       b64
	}
	Handshakes []handshakeVector
	Safety     []safetyVector
}

type handshakeVector struct {
	PSK, Room, Initiator, Responder, Attempt, InitiatorE, ResponderE, Body1, Body2, H b64
	InitiatorAuth, ResponderAuth                                                      authVector
	Messages                                                                          []struct {
		FromInitiator bool
		Text          string
		Repeat        int
		Body, SHA256  b64
	}
}

type authVector struct{ Seed, HostSeed, Key, Signature, HostKey, HostSignature b64 }

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	text, err := os.ReadFile("../../../webclient/testdata/vectors.json")
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil || len(v.Signed)*len(v.Padding)*len(v.Handshakes) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	return v
}

func TestSignedTextsAreThoseOfTheVectors(t *testing.T) {
	for _, v := range readVectors(t).Signed {
		var text []byte
		switch v.Name {
		case "create":
			text = CreateText(protocol.Nonce(v.Nonce), protocol.RoomID(v.Room), v.Seats, v.Lifetime,
				v.Appointment)
		case "move":
			text = MoveText(protocol.Nonce(v.Nonce), protocol.RoomID(v.Room), v.Lifetime,
				v.Appointment)
		case "creator":
			text = CreatorText(protocol.Nonce(v.Nonce), protocol.RoomID(v.Room),
				protocol.PublicKey(v.Key))
		case "join":
			var sid protocol.SID
			copy(sid[:], v.Sid)
			text = JoinText(protocol.Nonce(v.Nonce), protocol.RoomID(v.Room), sid)
		case "join host":
			text = JoinHostText(protocol.Nonce(v.Nonce), protocol.RoomID(v.Room),
				protocol.PublicKey(v.Key))
		case "roster":
			text = RosterText(protocol.RoomID(v.Room), v.Epoch, v.Members)
		case "names":
			text = NamesText(protocol.RoomID(v.Room), v.Epoch, v.Names)
		case "deny":
			text = DenyText(protocol.RoomID(v.Room), protocol.SID(v.Sid), protocol.PublicKey(v.Key))
		case "end":
			text = EndText(protocol.RoomID(v.Room))
		case "pair":
			text = pairText(v.H)
		case "host":
			text = hostText(v.H)
		default:
			t.Fatalf("unknown vector %q", v.Name)
		}
		if !bytes.Equal(text, v.Bytes) {
			t.Errorf("%s: %x, want %x", v.Name, text, v.Bytes)
		}
		key := ed25519.NewKeyFromSeed(v.Seed)
		if got := SignText(key, text); !bytes.Equal(got[:], v.Signature) ||
			!IsSignature(PublicKeyOf(key), text, got) {
			t.Errorf("%s: another signature", v.Name)
		}
	}
}

func TestPaddingIsThatOfTheVectors(t *testing.T) {
	for _, v := range readVectors(t).Padding {
		text := bytes.Repeat([]byte("x"), v.Length)
		padded := padText(text)
		if sum := sha256.Sum256(padded); len(padded) != v.Size || !bytes.Equal(sum[:], v.SHA256) {
			t.Errorf("%d bytes are padded to %d, want %d", v.Length, len(padded), v.Size)
		}
		if back, ok := unpadText(padded); !ok || !bytes.Equal(back, text) {
			t.Errorf("%d bytes do not come back", v.Length)
		}
		padded[len(padded)-1] ^= 1
		if _, ok := unpadText(padded); ok && v.Length+lengthSize < v.Size {
			t.Errorf("%d bytes: padding that is not zero is accepted", v.Length)
		}
	}
	if padText(make([]byte, 65516)) != nil {
		t.Error("a text that fits nowhere is padded")
	}
}

func TestATicketOpensForItsHostAndRoomOnly(t *testing.T) {
	v := readVectors(t).Ticket
	host, room := ed25519.NewKeyFromSeed(v.Seed), protocol.RoomID(v.Room)
	want := Admitted{protocol.Member{SID: protocol.SID(v.Sid), Key: protocol.PublicKey(v.Key),
		Role: protocol.RoleGuest}, v.Name}
	if got, ok := OpenTicket(host, room, protocol.Blob(v.Ticket)); !ok || got != want {
		t.Fatalf("the ticket of the vectors gives %v", got)
	}
	if got, ok := OpenTicket(host, room, SealTicket(host, room, want)); !ok || got != want {
		t.Fatalf("our own ticket gives %v", got)
	}
	stranger := ed25519.NewKeyFromSeed(make([]byte, 32))
	if _, ok := OpenTicket(stranger, room, protocol.Blob(v.Ticket)); ok {
		t.Error("another host reads the ticket")
	}
	if _, ok := OpenTicket(host, protocol.RoomID{}, protocol.Blob(v.Ticket)); ok {
		t.Error("the ticket is good in another room")
	}
	if _, ok := OpenTicket(host, room, protocol.Blob(v.Ticket[1:])); ok {
		t.Error("a part of a ticket is good")
	}
}
