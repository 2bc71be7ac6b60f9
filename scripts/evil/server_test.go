//go:build evil

package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"einmal/rooms"
	"einmal/signal"
	"einmal/turnserver"
)

// startServer runs the parts of a real server: store, relay, signalling. It gives its origin.
func startServer(t *testing.T) string {
	t.Helper()
	store, err := rooms.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay, err := turnserver.New(turnserver.Config{PacketConns: []net.PacketConn{udp},
		Address: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	var hub *signal.Hub
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		hub.ServeHTTP(w, r)
	}))
	urls := []string{"turn:" + udp.LocalAddr().String() + "?transport=udp"}
	hub = signal.New(signal.Config{Store: store, Origin: web.URL,
		Create: signal.CreatePolicy{Allowed: true},
		Relay: signal.Relay{
			Credentials: func(room, peer string) signal.Credentials {
				username, password, expires := relay.Credentials(room, peer)
				return signal.Credentials{URLs: urls, Username: username, Password: password,
					Expires: expires}
			},
			RemovePeer: relay.RemovePeer,
			CloseRoom:  relay.CloseRoom,
		}})
	t.Cleanup(func() {
		hub.Close()
		web.Close()
		if err := relay.Close(); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return web.URL
}
