package signal

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// Everything at once, from the address of the call itself. make bench-abuse has more of it, and the
// figures.
func TestACallGoesOnUnderAttack(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	over := make(chan struct{})
	var attackers sync.WaitGroup
	attack := func(n int, once func(*websocket.Conn)) {
		for range n {
			attackers.Go(func() {
				for range time.Tick(20 * time.Millisecond) {
					select {
					case <-over:
						return
					default:
					}
					if ws, _, err := r.request(properHeader()); err == nil {
						once(ws)
						ws.Close()
					}
				}
			})
		}
	}
	attack(1, func(ws *websocket.Conn) { // guesses rooms
		c := &client{t: t, ws: ws, in: make(chan any, 64)}
		c.newKey()
		_, challenge, err := ws.ReadMessage()
		if m, wrong := protocol.DecodeServer(challenge); err == nil && wrong == nil {
			c.nonce = m.(*protocol.Challenge).Nonce
			_ = ws.WriteMessage(websocket.TextMessage,
				protocol.Encode((&testRoom{room: protocol.RoomID{1}}).joinMessage(c, false)))
		}
		_, _, _ = ws.ReadMessage()
	})
	attack(1, func(ws *websocket.Conn) { // floods, and reads nothing
		frame := append(host.sid[:], make([]byte, 2000)...)
		for range 20 {
			if ws.WriteMessage(websocket.BinaryMessage, frame) != nil {
				return
			}
		}
	})
	attack(1, func(ws *websocket.Conn) { // breaks the WebSocket protocol
		_, _ = ws.NetConn().Write(bytes.Repeat([]byte{0xff}, 1000))
		_, _, _ = ws.ReadMessage()
	})
	for i := range 100 { // half open, some within the handshake
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "ws://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if i%2 == 0 {
			fmt.Fprintf(conn, "GET /signal HTTP/1.1\r\nHost: einmal.example\r\n")
		}
	}
	for range 50 { // upgraded, and then nothing
		ws := r.connectSilent()
		_ = ws.ws.WriteMessage(websocket.PingMessage, nil)
	}
	for i := range 50 {
		body := fmt.Sprint(i)
		host.frame(guests[0].sid, body)
		guests[0].frame(guests[1].sid, body)
		guests[1].frame(host.sid, body)
		for to, from := range map[*client]*client{guests[0]: host, guests[1]: guests[0],
			host: guests[1]} {
			if got := expect[gotFrame](to); got != (gotFrame{from.sid, body}) {
				t.Fatalf("got %+v, want frame %d", got, i)
			}
		}
		time.Sleep(2 * time.Millisecond) // so that the attacks have their time
	}
	close(over)
	attackers.Wait()
	for _, c := range []*client{host, guests[0], guests[1]} {
		c.quiet()
	}
}
