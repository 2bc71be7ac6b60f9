package signal

import (
	"github.com/gorilla/websocket"

	"einmal/internal/protocol"
)

// A client asks for a sign of life every 20 s and whenever it doubts (docs/protocol.md, 3.6): a
// script sees nothing of the pings of the WebSocket itself. The usual spelling is answered where it
// is read, without the decoder, its goroutine and the hub's mutex.
var (
	ping = protocol.Encode(&protocol.Ping{})
	pong = newMessage(websocket.TextMessage, protocol.Encode(&protocol.Pong{}))
)

func (c *conn) pong() {
	c.hub.config.Log.Debug("a client spoke", "kind", "ping")
	if c.out.offer(pong) {
		c.writeNow(pong)
	}
}
