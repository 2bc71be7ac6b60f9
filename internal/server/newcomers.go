package server

import (
	"context"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// helloTime is for how long a connection is waited for that has not asked anything; whoever says
	// nothing for longer keeps it for later. As package portmux has it, for the same reasons.
	helloTime = 3 * time.Second
	lookEvery = 10 * time.Millisecond
)

// newcomers are the connections of net/http on which nothing was asked yet. [http.Server.Shutdown]
// drops a request that it reads after it was called, without an answer, so who has come is waited
// for before that. The zero value is ready for use.
type newcomers struct {
	mu    sync.Mutex
	since map[net.Conn]time.Time
}

// note is for http.Server.ConnState.
func (n *newcomers) note(c net.Conn, state http.ConnState) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch state {
	case http.StateNew:
		if n.since == nil {
			n.since = make(map[net.Conn]time.Time)
		}
		n.since[c] = time.Now()
	case http.StateHijacked, http.StateClosed:
		delete(n.since, c)
	}
}

// connKey is that of a request's connection in its context.
type connKey struct{}

// withConn is for http.Server.ConnContext.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// handler passes requests on. By then Shutdown waits for the answer.
func (n *newcomers) handler(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(net.Conn); ok {
			n.mu.Lock()
			delete(n.since, c)
			n.mu.Unlock()
		}
		h.ServeHTTP(w, r)
	})
}

// wait returns once all have asked something, or have had helloTime for it; who has not is closed,
// since Shutdown would wait for them once more. No more may come.
func (n *newcomers) wait() {
	for n.areExpected(time.Now()) {
		time.Sleep(lookEvery)
	}
	for _, c := range n.silent() {
		c.Close()
	}
}

func (n *newcomers) silent() []net.Conn {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Collect(maps.Keys(n.since))
}

func (n *newcomers) areExpected(now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, since := range n.since {
		if now.Sub(since) < helloTime {
			return true
		}
	}
	return false
}
