package cuts

import (
	"net/http"
	"testing"
	"time"

	"einmal/rooms"
	"einmal/signal"
)

const origin = "http://einmal.test"

// host of the server: the real hub on the real store, which outlives it.
type host struct {
	store    *rooms.Store
	network  *network
	hub      *signal.Hub
	http     *http.Server
	listener *listener
}

func startServer(t *testing.T, n *network) *host {
	store, err := rooms.OpenInMemory()
	if err != nil {
		t.Fatal(err)
	}
	s := &host{store: store, network: n}
	s.start()
	return s
}

func (s *host) start() {
	s.hub = signal.New(signal.Config{Store: s.store, Origin: origin,
		Create: signal.CreatePolicy{Allowed: true},
		Relay:  signal.Relay{Credentials: nowhere}})
	s.http = &http.Server{Handler: s.hub}
	s.listener = &listener{n: s.network, over: make(chan struct{})}
	go s.http.Serve(s.listener)
}

// nowhere is a relay that nobody finds: the pairs are direct, but begin only when they have one.
func nowhere(string, string) signal.Credentials {
	return signal.Credentials{
		URLs:     []string{"turn:relay.invalid:3478?transport=udp"},
		Username: "name", Password: "word", Expires: time.Now().Add(time.Hour),
	}
}

// kill ends it as kill -9 does, for those outside: its sockets are cut before it can say anything.
func (s *host) kill() {
	s.network.leave(server, false)
	s.http.Close()
	go s.hub.Close() // ends its goroutines
	for {
		select {
		case c := <-s.network.accepted:
			c.Close()
			continue
		default:
		}
		return
	}
}

func (s *host) restart() {
	s.start()
	s.network.back(server)
}
