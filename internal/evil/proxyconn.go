//go:build evil

package evil

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// wire is one participant's connection and the one to the real server that belongs to it.
type wire struct {
	down, up *outlet
}

func (w *wire) outlet(up bool) *outlet {
	if up {
		return w.up
	}
	return w.down
}

func (w *wire) cut() {
	w.down.ws.Close()
	w.up.ws.Close()
}

// outlet is the writing half of a connection; sending never waits.
type outlet struct {
	ws     *websocket.Conn
	queue  chan packet
	mu     sync.Mutex // guards closed
	closed bool
}

type packet struct {
	kind int
	data []byte
}

func newOutlet(ws *websocket.Conn) *outlet {
	o := &outlet{ws: ws, queue: make(chan packet, 4096)}
	go o.write()
	return o
}

func (o *outlet) write() {
	for p := range o.queue {
		o.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if o.ws.WriteMessage(p.kind, p.data) != nil {
			break
		}
	}
	// the other side has read the closing by then
	time.AfterFunc(time.Second, func() { o.ws.Close() })
}

func (o *outlet) send(kind int, data []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	select {
	case o.queue <- packet{kind, data}:
	default: // nobody reads there
		o.closed = true
		close(o.queue)
	}
}

// close ends the connection after what waits, with a WebSocket close code (RFC 6455, 7.4.1).
func (o *outlet) close(code int, reason string) {
	o.send(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason))
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.closed = true
		close(o.queue)
	}
}
