package wsconn

import (
	"bufio"
	"net"
	"net/http"
	"slices"
	"sync"

	"github.com/gorilla/websocket"
)

// Config is what the connections of one server have in common.
type Config struct {
	Subprotocol string
	// how a connection ends whose client says too much at once, or takes too long
	TooLarge, TooSlow Ending
	// is called with the reason of each ending that a client is told
	Told func(reason string)
}

// Upgrader makes the connections of one server, which share the memory for what waits to be
// written.
type Upgrader struct {
	config   Config
	waiting  waitingBytes
	upgrader websocket.Upgrader
}

// NewUpgrader makes one. The read buffer is small, since a socket is silent for most of its life;
// there is none for writing, since rawConn takes whole messages. The caller of Upgrade has checked
// the origin.
func NewUpgrader(config Config) *Upgrader {
	return &Upgrader{config: config, upgrader: websocket.Upgrader{
		ReadBufferSize:  512,
		WriteBufferPool: &sync.Pool{},
		Subprotocols:    []string{config.Subprotocol},
		CheckOrigin:     func(*http.Request) bool { return true },
	}}
}

// IsUpgrade says whether a request asks for a WebSocket.
func IsUpgrade(r *http.Request) bool { return websocket.IsWebSocketUpgrade(r) }

// OffersProtocol says whether the client of a request speaks the subprotocol.
func (u *Upgrader) OffersProtocol(r *http.Request) bool {
	return slices.Contains(websocket.Subprotocols(r), u.config.Subprotocol)
}

// Upgrade makes a connection of a request. If it cannot, it has answered.
func (u *Upgrader) Upgrade(w http.ResponseWriter, r *http.Request) (*Conn, error) {
	c := &Conn{shared: u, done: make(chan struct{})}
	c.out.total, c.out.closing, c.out.tooSlow = &u.waiting, make(chan struct{}), &u.config.TooSlow
	var err error
	c.ws, err = u.upgrader.Upgrade(hijacker{w, c}, r, nil)
	return c, err
}

// hijacker puts a rawConn under the WebSocket that the library makes.
type hijacker struct {
	http.ResponseWriter
	of *Conn
}

func (h hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	inner, buffers, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.of.raw = newRawConn(inner, h.of)
	return h.of.raw, buffers, nil
}
