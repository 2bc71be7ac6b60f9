package peer

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"

	"github.com/gorilla/websocket"
)

// proxy sits between one participant and the server, and changes what passes, each time the same;
// what a lying server may come up with otherwise is played in scripts/evil.
type proxy struct {
	t      *testing.T
	origin string // of the proxy
	server string
	// up and down give what is passed on instead of a message: to the server, and to the
	// participant. Nil passes all.
	up, down func(kind int, data []byte) [][]byte
	// cuts ends the connection instead of passing a message on, if it says so.
	cuts func(data []byte) bool
}

func (s *server) proxy(t *testing.T) *proxy {
	p := &proxy{t: t, server: s.origin}
	web := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(web.Close)
	p.origin = web.URL
	return p
}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{Subprotocols: []string{"einmal.1"},
		CheckOrigin: func(*http.Request) bool { return true }}
	client, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer client.Close()
	server, err := signalling.Dial(r.Context(), p.server, nil)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		defer client.Close()
		for {
			kind, data, err := server.ReadMessage()
			if err != nil || p.cuts != nil && p.cuts(data) {
				return
			}
			for _, m := range change(p.down, kind, data) {
				client.WriteMessage(kind, m) // fails only with the reader
			}
		}
	}()
	for {
		kind, data, err := client.ReadMessage()
		if err != nil || p.cuts != nil && p.cuts(data) {
			return
		}
		for _, m := range change(p.up, kind, data) {
			if server.WriteMessage(kind, m) != nil {
				return
			}
		}
	}
}

func change(how func(int, []byte) [][]byte, kind int, data []byte) [][]byte {
	if how == nil {
		return [][]byte{data}
	}
	return how(kind, data)
}

// onFrames applies to the n-th sealed message only, counted from 1.
func onFrames(n int, how func(frame []byte) [][]byte) func(int, []byte) [][]byte {
	seen := 0
	return func(kind int, data []byte) [][]byte {
		if kind == websocket.BinaryMessage && data[len(protocol.SID{})] == seal.BodyTransport {
			if seen++; seen == n {
				return how(data)
			}
		}
		return [][]byte{data}
	}
}

func TestFramesThatWereTamperedWithRaiseAnAlarm(t *testing.T) {
	s := startServer(t)
	flip := func(frame []byte) [][]byte {
		frame[len(frame)-1] ^= 1
		return [][]byte{frame}
	}
	twice := func(frame []byte) [][]byte { return [][]byte{frame, frame} }
	drop := func([]byte) [][]byte { return nil }
	cut := func(frame []byte) [][]byte { return [][]byte{frame[:len(frame)-5]} }
	const proof, hello, offer = 1, 2, 3
	for _, c := range []struct {
		name   string
		frame  int
		tamper func(frame []byte) [][]byte
	}{
		{"a changed proof", proof, flip}, {"a changed hello", hello, flip},
		{"a changed offer", offer, flip},
		{"a proof said twice", proof, twice}, {"a hello said twice", hello, twice},
		{"an offer said twice", offer, twice},
		{"a proof cut short", proof, cut}, {"a hello cut short", hello, cut},
		{"an offer cut short", offer, cut},
		// Nothing follows a hello before it is answered; without it there is silence, which any
		// server can cause.
		{"a proof left out", proof, drop}, {"an offer left out", offer, drop},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := s.in(t)
			link := s.room(Chat, 2)
			host := s.join(link, Options{Name: "Host", Admit: letAllIn})
			host.until(Joined)
			p := s.proxy(t)
			p.up = onFrames(c.frame, c.tamper)
			link.Origin = p.origin
			guest := s.join(link.Guest(), Options{Name: "Guest"})
			host.untilThat("an alarm", func(e Event) bool {
				if e.Kind == Connected {
					t.Error("the pair connected all the same")
				}
				// With somebody who is not in yet, it is the knock that is closed.
				return e.Kind == Alarm || e.Kind == Problem && e.Code == "knock-closed" &&
					c.frame != offer
			})
			for _, one := range append(host.Stats(), guest.Stats()...) {
				if one.Route != "" {
					t.Errorf("there is a connection: %+v", one)
				}
			}
		})
	}
}

func TestAnotherHostThanTheLinkPinsIsRefused(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	pinned := link.Guest()
	pinned.Pin[0] ^= 1
	guest := s.join(pinned, Options{Name: "Guest"})
	if e := guest.until(Alarm); e.Code != "attack" {
		t.Errorf("alarm %q", e.Code)
	}
}

func TestAGuestWithAnotherSecretReachesNobody(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 2)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	p := s.proxy(t)
	p.up = func(kind int, data []byte) [][]byte {
		if kind == websocket.BinaryMessage && data[len(protocol.SID{})] == seal.BodyMessage1 {
			data[len(data)-1] ^= 1 // as if it were made with another psk
		}
		return [][]byte{data}
	}
	link.Origin = p.origin
	s.join(link.Guest(), Options{Name: "Guest"})
	ctx, cancel := contextFor(t, time.Second)
	defer cancel()
	for {
		e, err := host.Next(ctx)
		if err != nil {
			return // silence
		}
		if e.Kind == Knocked || e.Kind == Admitted {
			t.Fatalf("a stranger got through: %s", e.Kind)
		}
	}
}
