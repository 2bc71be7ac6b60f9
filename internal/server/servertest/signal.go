package servertest

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// DialSignal opens the signalling as a page of the public address would, and reads the challenge.
func DialSignal(t testing.TB, p Endpoint) *websocket.Conn {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
		HandshakeTimeout: 10 * time.Second, TLSClientConfig: Trust(t)}
	scheme := map[bool]string{false: "ws://",
		true: "wss://"}[strings.Contains(p.Said, "with TLS")]
	c, answer, err := dialer.Dial(scheme+p.Address+"/signal", http.Header{"Origin": {p.Public}})
	if err != nil {
		t.Fatalf("%v, %v", err, answer)
	}
	t.Cleanup(func() { c.Close() })
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	return c
}

// CreateRoom asks for a room over a new connection and returns the kind of the answer, or the code
// of the error.
func CreateRoom(t testing.TB, p Endpoint, room byte) string {
	t.Helper()
	return CreateRoomBy(t, p, room, nil)
}

// CreateRoomBy does so with the key of a creator link, if there is one.
func CreateRoomBy(t testing.TB, p Endpoint, room byte, creator ed25519.PrivateKey) string {
	t.Helper()
	c := DialSignal(t, p)
	defer c.Close()
	var challenge struct{ Nonce string }
	if err := c.ReadJSON(&challenge); err != nil {
		t.Fatal(err)
	}
	const seats, lifetime = 2, 3600
	id := []byte(strings.Repeat(string(room), 16))
	_, key, err := ed25519.GenerateKey(nil) // another host's each time
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding
	nonce, err := text.DecodeString(challenge.Nonce)
	if err != nil {
		t.Fatal(err)
	}
	signed := append([]byte("einmal/1 create"), nonce...)
	signed = append(append(signed, id...), seats)
	signed = binary.BigEndian.AppendUint32(signed, lifetime)
	message := map[string]any{
		"kind": "create", "room": text.EncodeToString(id), "seats": seats, "lifetime": lifetime,
		"hostKey":   text.EncodeToString(key.Public().(ed25519.PublicKey)),
		"signature": text.EncodeToString(ed25519.Sign(key, signed)),
	}
	if creator != nil {
		words := append(append(append([]byte("einmal/1 creator"), nonce...), id...),
			key.Public().(ed25519.PublicKey)...)
		message["creator"] = text.EncodeToString(creator.Public().(ed25519.PublicKey))
		message["creatorSignature"] = text.EncodeToString(ed25519.Sign(creator, words))
	}
	if err := c.WriteJSON(message); err != nil {
		t.Fatal(err)
	}
	var answer struct{ Kind, Code string }
	if err := c.ReadJSON(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.Kind == "error" {
		return answer.Code
	}
	return answer.Kind
}

// ReadToEnd reads until the connection ends, and says how.
func ReadToEnd(c *websocket.Conn) error {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return err
		}
	}
}
