//go:build linux

package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// client is a socket that has joined, and the recipient of its frames.
type client struct {
	ws   *websocket.Conn
	to   protocol.SID
	host bool
	done chan struct{}

	mu      sync.Mutex
	latency []time.Duration // of what came
}

// room is what a host makes.
type room struct {
	id     protocol.RoomID
	public protocol.Key
	secret ed25519.PrivateKey
}

// perSource is how many sockets one address opens: the server allows 200.
const perSource = 190

var clientBuffers sync.Pool

// sourceOf is the address of socket number n.
func sourceOf(n int) net.IP {
	return net.IPv4(127, 0, 1+byte(n/perSource/250), 1+byte(n/perSource%250))
}

// openSocket opens socket number n, from a source address that it shares with few.
func openSocket(origin string, n int) (*websocket.Conn, error) {
	dialer := websocket.Dialer{
		NetDialContext:   (&net.Dialer{LocalAddr: &net.TCPAddr{IP: sourceOf(n)}}).DialContext,
		Subprotocols:     []string{"einmal.1"},
		ReadBufferSize:   512,
		WriteBufferSize:  4096,
		WriteBufferPool:  &clientBuffers,
		HandshakeTimeout: 30 * time.Second,
		TLSClientConfig:  browser.Transport.(*http.Transport).TLSClientConfig,
	}
	// The name localhost may mean ::1, where nobody listens.
	address := strings.Replace(strings.Replace(origin, "http", "ws", 1), "localhost", "127.0.0.1",
		1)
	ws, _, err := dialer.Dial(fmt.Sprintf("%s/signal?n=%d", address, n),
		http.Header{"Origin": {origin}})
	return ws, err
}

// opening is a message the server sends before any frames.
type opening struct {
	Kind, Code string
	Nonce      protocol.Nonce
	SID        protocol.SID `json:"sid"`
	Host       protocol.SID `json:"host"`
}

func awaitMessage(ws *websocket.Conn, kind string) (m opening, err error) {
	for m.Kind != kind {
		_, text, err := ws.ReadMessage()
		if err != nil {
			return m, err
		}
		m = opening{}
		if err := json.Unmarshal(text, &m); err != nil {
			return m, err
		}
		if m.Kind == "error" {
			return m, fmt.Errorf("the server refused: %s", m.Code)
		}
	}
	return m, nil
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

// createRoom makes a room for this nonce.
func createRoom(ws *websocket.Conn, nonce protocol.Nonce) (*room, error) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	r := &room{public: protocol.Key(public), secret: secret}
	rand.Read(r.id[:])
	m := &protocol.Create{Room: r.id, HostKey: r.public, Seats: 6, Lifetime: 3600}
	signed := binary.BigEndian.AppendUint32(append(signedText("einmal/1 create", nonce[:], r.id[:]),
		m.Seats), m.Lifetime)
	m.Signature = protocol.Signature(ed25519.Sign(secret, signed))
	if err := sendMessage(ws, m); err != nil {
		return nil, err
	}
	_, err = awaitMessage(ws, "created")
	return r, err
}

// joinRoom joins a room and returns the welcome.
func (r *room) joinRoom(ws *websocket.Conn, nonce protocol.Nonce, host bool) (opening, error) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return opening{}, err
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
		return opening{}, err
	}
	return awaitMessage(ws, "welcome")
}

// newClient takes a socket that has joined.
func newClient(ws *websocket.Conn, to protocol.SID) *client {
	c := &client{ws: ws, to: to, done: make(chan struct{})}
	go c.readFrames()
	return c
}

// readFrames records how long frames took; each begins with an sid and the time it was sent.
func (c *client) readFrames() {
	defer close(c.done)
	for {
		kind, data, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		if kind == websocket.BinaryMessage && len(data) >= 16 {
			sent := time.Unix(0, int64(binary.BigEndian.Uint64(data[8:])))
			c.mu.Lock()
			c.latency = append(c.latency, time.Since(sent))
			c.mu.Unlock()
		}
	}
}

// takeLatencies returns the latencies since the last call.
func (c *client) takeLatencies() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.latency
	c.latency = nil
	return taken
}

// sendFrame sends a frame of so many bytes.
func (c *client) sendFrame(size int) error {
	frame := make([]byte, size)
	copy(frame, c.to[:])
	binary.BigEndian.PutUint64(frame[8:], uint64(time.Now().UnixNano()))
	return c.ws.WriteMessage(websocket.BinaryMessage, frame)
}
