package signal

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// newUpgrader: a small buffer, since a socket is silent for most of its life, and none for writing:
// the pool has nobody who takes one out (see line). The origin is checked before.
func newUpgrader() websocket.Upgrader {
	return websocket.Upgrader{
		ReadBufferSize:  512,
		WriteBufferPool: &sync.Pool{},
		Subprotocols:    []string{protocol.Subprotocol},
		CheckOrigin:     func(*http.Request) bool { return true },
	}
}

// ServeHTTP upgrades to a WebSocket, which a goroutine of the hub serves: when the handler returns,
// net/http lets go of the request and its buffers. The request's RemoteAddr is taken for the
// client's: who runs the hub behind a proxy sets it.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer discreet.WipeStack()
	if !websocket.IsWebSocketUpgrade(r) {
		h.explain(w, r)
		return
	}
	// A page of another site must not be able to speak for a person here, nor must anything that
	// sends no origin.
	if origins := r.Header["Origin"]; len(origins) != 1 || origins[0] != h.config.Origin {
		h.refuse(w, http.StatusForbidden, protocol.CodeBadOrigin)
		return
	}
	if !slices.Contains(websocket.Subprotocols(r), protocol.Subprotocol) {
		h.refuse(w, http.StatusBadRequest, protocol.CodeBadMessage)
		return
	}
	source := h.limits.OpenSocket(r.RemoteAddr, time.Now())
	if source == nil {
		h.refuse(w, http.StatusTooManyRequests, protocol.CodeTooMany)
		return
	}
	c := newConn(h, source)
	ws, err := h.upgrader.Upgrade(lineWriter{w, c}, r, nil)
	if err != nil {
		source.CloseSocket()
		return // the upgrader has answered
	}
	c.ws = ws
	if !h.admit(c) {
		source.CloseSocket()
		close(c.done) // nobody reads its half of the goodbye
		c.finish(closing{status: websocket.CloseGoingAway})
		c.out.writers.Wait()
		c.out.release()
		return
	}
	go func() {
		defer h.work.Done()
		defer source.CloseSocket()
		c.serve()
	}()
}

// admit enters a connection into the hub's table; it gets one goroutine more. False says that the
// hub is closed.
func (h *Hub) admit(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.last++
	c.id = h.last
	h.conns[c.id] = c
	h.work.Add(1)
	return true
}

// explain tells a page why its socket does not open: no script sees the status of the answer to
// that.
func (h *Hub) explain(w http.ResponseWriter, r *http.Request) {
	if h.limits.IsFull(r.RemoteAddr, time.Now()) {
		h.refuse(w, http.StatusTooManyRequests, protocol.CodeTooMany)
		return
	}
	h.refuse(w, http.StatusBadRequest, protocol.CodeBadMessage)
}

// refuse answers before the upgrade, with the code and the sentence on one line.
func (h *Hub) refuse(w http.ResponseWriter, status int, code protocol.Code) {
	h.told(code)
	http.Error(w, string(code)+": "+code.Sentence(), status)
}
