package bench

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// PerSource is how many sockets one address opens: fewer than the server allows.
const PerSource = sourcelimit.MaxSockets - 10

// SourceOf is the address of socket number n. On Linux all of 127.0.0.0/8 is this machine.
func SourceOf(n int) net.IP {
	return net.IPv4(127, 0, 1+byte(n/PerSource/250), 1+byte(n/PerSource%250))
}

var clientBuffers sync.Pool

// OpenSocket opens socket number n to a server on this machine, from a source address that it
// shares with few.
func OpenSocket(origin string, n int, secure *tls.Config) (*websocket.Conn, error) {
	dialer := websocket.Dialer{
		NetDialContext:   (&net.Dialer{LocalAddr: &net.TCPAddr{IP: SourceOf(n)}}).DialContext,
		Subprotocols:     []string{protocol.Subprotocol},
		ReadBufferSize:   512,
		WriteBufferSize:  4096,
		WriteBufferPool:  &clientBuffers,
		HandshakeTimeout: 30 * time.Second,
		TLSClientConfig:  secure,
	}
	// The name localhost may mean ::1, where nobody listens.
	address := strings.Replace(strings.Replace(origin, "http", "ws", 1), "localhost", "127.0.0.1",
		1)
	ws, _, err := dialer.Dial(fmt.Sprintf("%s/signal?n=%d", address, n),
		http.Header{"Origin": {origin}})
	return ws, err
}

// Opening is a message that the server sends before any frames.
type Opening struct {
	Kind, Code string
	Nonce      protocol.Nonce
	SID        protocol.SID `json:"sid"`
	Host       protocol.SID `json:"host"`
}

// AwaitMessage skips messages until one of this kind comes. A refusal is an error.
func AwaitMessage(ws *websocket.Conn, kind string) (m Opening, err error) {
	for m.Kind != kind {
		_, text, err := ws.ReadMessage()
		if err != nil {
			return m, err
		}
		m = Opening{}
		if err := json.Unmarshal(text, &m); err != nil {
			return m, err
		}
		if m.Kind == "error" {
			return m, fmt.Errorf("the server refused: %s", m.Code)
		}
	}
	return m, nil
}

// Room is what a host makes.
type Room struct {
	id     protocol.RoomID
	public protocol.Key
	secret ed25519.PrivateKey
}

// CreateRoom makes a room of six seats on a socket that was given this nonce.
func CreateRoom(ws *websocket.Conn, nonce protocol.Nonce) (*Room, error) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	r := &Room{public: protocol.Key(public), secret: secret}
	rand.Read(r.id[:])
	m := &protocol.Create{Room: r.id, HostKey: r.public, Seats: 6, Lifetime: 3600}
	signed := binary.BigEndian.AppendUint32(append(signedText("einmal/1 create", nonce[:], r.id[:]),
		m.Seats), m.Lifetime)
	m.Signature = protocol.Signature(ed25519.Sign(secret, signed))
	if err := sendMessage(ws, m); err != nil {
		return nil, err
	}
	_, err = AwaitMessage(ws, "created")
	return r, err
}

// Join joins the room, as its host or to knock, and gives the welcome.
func (r *Room) Join(ws *websocket.Conn, nonce protocol.Nonce, host bool) (Opening, error) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return Opening{}, err
	}
	m := &protocol.Join{Room: r.id, Key: protocol.Key(public)}
	m.Signature = protocol.Signature(ed25519.Sign(secret,
		signedText("einmal/1 join", nonce[:], r.id[:], make([]byte, 8))))
	if host {
		s := protocol.Signature(ed25519.Sign(r.secret,
			signedText("einmal/1 join host", nonce[:], r.id[:], m.Key[:])))
		m.HostSignature = &s
	}
	if err := sendMessage(ws, m); err != nil {
		return Opening{}, err
	}
	return AwaitMessage(ws, "welcome")
}

func sendMessage(ws *websocket.Conn, m protocol.Message) error {
	return ws.WriteMessage(websocket.TextMessage, protocol.Encode(m))
}

// signedText is what gets signed: a label and its parts.
func signedText(label string, parts ...[]byte) []byte {
	b := []byte(label)
	for _, part := range parts {
		b = append(b, part...)
	}
	return b
}
