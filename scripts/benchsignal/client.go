//go:build linux

package main

import (
	"encoding/binary"
	"net/http"
	"sync"
	"time"

	"einmal/internal/bench"
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

// openSocket opens socket number n.
func openSocket(origin string, n int) (*websocket.Conn, error) {
	return bench.OpenSocket(origin, n, browser.Transport.(*http.Transport).TLSClientConfig)
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
