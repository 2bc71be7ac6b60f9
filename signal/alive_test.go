package signal

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

func TestTheServerGivesASignOfLife(t *testing.T) {
	r := newTestServer(t)
	newcomer := r.connect()
	host := r.newRoom(2).host()
	for _, c := range []*client{newcomer, host} {
		c.send(&protocol.Ping{})
		expect[*protocol.Pong](c)
		// is decoded like any message
		c.sendRaw(websocket.TextMessage, []byte(` { "kind" : "ping" } `))
		expect[*protocol.Pong](c)
		c.sendRaw(websocket.TextMessage, []byte(`{"kind":"ping","extra":1}`))
		c.expectEnd(protocol.CodeUnknownField)
	}
}

// A thousand clients that ask must not wait for each other, nor hold those up who talk.
func TestASignOfLifeDoesNotWaitForTheHub(t *testing.T) {
	r := newTestServer(t)
	host := r.newRoom(2).host()
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	host.send(&protocol.Ping{})
	expect[*protocol.Pong](host)
}

func TestSignsOfLifeArePaced(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		host := r.newRoom(2).host()
		const pings = 2 * wsconn.Burst / wsconn.MessageCost
		start := time.Now()
		for range pings {
			host.send(&protocol.Ping{})
			expect[*protocol.Pong](host)
		}
		// Without the pace no time passes here at all.
		if took := time.Since(
			start); took < (pings*wsconn.MessageCost-wsconn.Burst)/wsconn.Rate*time.Second {
			t.Errorf("%d pings took %v", pings, took)
		}
	})
}

func TestAPageIsToldWhyItsSocketDoesNotOpen(t *testing.T) {
	r := newTestServer(t)
	ask := func() string {
		answer, err := http.Get("http" + strings.TrimPrefix(r.url, "ws"))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.Status
	}
	if got := ask(); got != "400 Bad Request" {
		t.Errorf("with room for another socket: %s", got)
	}
	for r.hub.limiter.OpenSocket("127.0.0.1:1", time.Now()) != nil {
	}
	if got := ask(); got != "429 Too Many Requests" {
		t.Errorf("with none: %s", got)
	}
}
