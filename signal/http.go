package signal

import (
	"net/http"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"
	"einmal/internal/wsconn"
)

// ServeHTTP upgrades to a WebSocket, which a goroutine of the hub serves: when the handler returns,
// net/http lets go of the request and its buffers. The request's RemoteAddr is taken for the
// client's: who runs the hub behind a proxy sets it.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer discreet.WipeStack()
	if !wsconn.IsUpgrade(r) {
		h.explain(w, r)
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
	source := h.limits.OpenSocket(r.RemoteAddr, time.Now())
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
	if !h.admit(c) {
		source.CloseSocket()
		conn.Refuse(goingAway)
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
func (h *Hub) admit(c *clientConn) bool {
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
