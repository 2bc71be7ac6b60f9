package signal

import (
	"net/http"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wipe"
	"einmal/internal/wsconn"
)

// ServeHTTP upgrades to a WebSocket, which a goroutine of the hub serves: when the handler returns,
// net/http lets go of the request and its buffers. The request's RemoteAddr counts as the client's:
// whoever runs the hub behind a proxy sets it.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer wipe.Stack()
	if !wsconn.IsUpgrade(r) {
		h.explainRefusal(w, r)
		return
	}
	// A page of another site must not be able to speak for a person here, nor must anything that
	// sends no origin.
	if origins := r.Header["Origin"]; len(origins) != 1 || origins[0] != h.config.Origin {
		h.refuse(w, http.StatusForbidden, protocol.CodeBadOrigin)
		return
	}
	if !h.upgrader.OffersProtocol(r) {
		h.refuse(w, http.StatusBadRequest, protocol.CodeBadMessage)
		return
	}
	source := h.limiter.OpenSocket(r.RemoteAddr, time.Now())
	if source == nil {
		h.refuse(w, http.StatusTooManyRequests, protocol.CodeTooMany)
		return
	}
	conn, err := h.upgrader.Upgrade(w, r)
	if err != nil {
		source.CloseSocket()
		return // the upgrader has answered
	}
	c := newClientConn(h, conn, source)
	if !h.registerConn(c) {
		source.CloseSocket()
		conn.Refuse(goingAway)
		return
	}
	go func() {
		defer h.goroutines.Done()
		defer source.CloseSocket()
		c.serveClient()
	}()
}

// registerConn enters a connection, and one more goroutine, into the hub's books. It returns false
// if the hub is closed.
func (h *Hub) registerConn(c *clientConn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.lastID++
	c.id = h.lastID
	h.conns[c.id] = c
	h.goroutines.Add(1)
	return true
}

// explainRefusal tells a page why its socket does not open: no script sees the status of an upgrade
// that fails.
func (h *Hub) explainRefusal(w http.ResponseWriter, r *http.Request) {
	if h.limiter.IsFull(r.RemoteAddr, time.Now()) {
		h.refuse(w, http.StatusTooManyRequests, protocol.CodeTooMany)
		return
	}
	h.refuse(w, http.StatusBadRequest, protocol.CodeBadMessage)
}

// refuse answers before the upgrade, with the code and the sentence on one line.
func (h *Hub) refuse(w http.ResponseWriter, status int, code protocol.Code) {
	h.countError(code)
	http.Error(w, string(code)+": "+code.Sentence(), status)
}
