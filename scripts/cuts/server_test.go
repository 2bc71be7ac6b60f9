package cuts

import (
	"net/http"
	"testing"
	"time"

	"einmal/rooms"
	"einmal/signal"
)

const origin = "http://einmal.test"

// testServer is the real hub on the real store, which outlives the hub.
type testServer struct {
	store    *rooms.Store
	network  *network
	hub      *signal.Hub
	http     *http.Server
	listener *listener
}

func startServer(t *testing.T, n *network) *testServer {
	store, err := rooms.OpenInMemory()
	if err != nil {
		t.Fatal(err)
	}
	s := &testServer{store: store, network: n}
	s.startHub()
	return s
}

func (s *testServer) startHub() {
	s.hub = signal.New(signal.Config{Store: s.store, Origin: origin,
		Create: signal.CreatePolicy{Allowed: true, MaxLifetime: 90 * 24 * time.Hour},
		Relay:  signal.Relay{Credentials: nowhere}})
	s.http = &http.Server{Handler: s.hub}
	s.listener = &listener{n: s.network, over: make(chan struct{})}
	go s.http.Serve(s.listener)
}

// nowhere gives a relay that nobody finds: the pairs are direct, but wait until they have a relay.
func nowhere(string, string) signal.Credentials {
	return signal.Credentials{
		URLs:     []string{"turn:relay.invalid:3478?transport=udp"},
		Username: "name", Password: "word", Expires: time.Now().Add(time.Hour),
	}
}

// killServer looks like kill -9 from outside: the sockets are cut before the server can say
// anything.
func (s *testServer) killServer() {
	s.network.takeAway(server, false)
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

func (s *testServer) restartHub() {
	s.startHub()
	s.network.bringBack(server)
}
