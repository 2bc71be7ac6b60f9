//go:build evil

package evil

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// proxyConn is a participant's connection, and the one to the real server that belongs to it.
type proxyConn struct {
	down, up *sendQueue
}

func (c *proxyConn) queueTo(up bool) *sendQueue {
	if up {
		return c.up
	}
	return c.down
}

func (c *proxyConn) cutBoth() {
	c.down.ws.Close()
	c.up.ws.Close()
}

// sendQueue is the writing half of a connection; enqueueing never waits.
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
	q := &sendQueue{ws: ws, queue: make(chan queuedMessage, 4096)}
	go q.writeAll()
	return q
}

func (q *sendQueue) writeAll() {
	for p := range q.queue {
		q.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if q.ws.WriteMessage(p.kind, p.data) != nil {
			break
		}
	}
	// by then the other side has read the close frame
	time.AfterFunc(time.Second, func() { q.ws.Close() })
}

func (q *sendQueue) enqueue(kind int, data []byte) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	select {
	case q.queue <- queuedMessage{kind, data}:
	default: // nobody reads at the other end
		q.closed = true
		close(q.queue)
	}
}

// closeWith closes the connection after what is queued, with a WebSocket close code (RFC 6455,
// section 7.4.1).
func (q *sendQueue) closeWith(code int, reason string) {
	q.enqueue(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason))
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.queue)
	}
}
