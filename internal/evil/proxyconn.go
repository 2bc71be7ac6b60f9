//go:build evil

package evil

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// proxyConn is one participant's connection and the one to the real server that belongs to it.
type proxyConn struct {
	down, up *sendQueue
}

func (w *proxyConn) queueTo(up bool) *sendQueue {
	if up {
		return w.up
	}
	return w.down
}

func (w *proxyConn) cutBoth() {
	w.down.ws.Close()
	w.up.ws.Close()
}

// sendQueue is the writing half of a connection; sending never waits.
type sendQueue struct {
	ws     *websocket.Conn
	queue  chan queuedMessage
	mu     sync.Mutex // guards closed
	closed bool
}

type queuedMessage struct {
	kind int
	data []byte
}

func newSendQueue(ws *websocket.Conn) *sendQueue {
	o := &sendQueue{ws: ws, queue: make(chan queuedMessage, 4096)}
	go o.writeAll()
	return o
}

func (o *sendQueue) writeAll() {
	for p := range o.queue {
		o.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if o.ws.WriteMessage(p.kind, p.data) != nil {
			break
		}
	}
	// the other side has read the closing by then
	time.AfterFunc(time.Second, func() { o.ws.Close() })
}

func (o *sendQueue) enqueue(kind int, data []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	select {
	case o.queue <- queuedMessage{kind, data}:
	default: // nobody reads there
		o.closed = true
		close(o.queue)
	}
}

// closeWith ends the connection after what waits, with a WebSocket close code (RFC 6455, 7.4.1).
func (o *sendQueue) closeWith(code int, reason string) {
	o.enqueue(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason))
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.closed = true
		close(o.queue)
	}
}
