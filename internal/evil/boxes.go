//go:build evil

package evil

import (
	"encoding/json"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// BoxServer is a lying server between a real one and those who leave and take boxes
// (docs/protocol.md, 3.8). It passes on what clients say, and gives them what Attack makes of what
// the real server says.
type BoxServer struct {
	// Origin is where clients find it.
	Origin string

	target string
	web    *http.Server

	mu     sync.Mutex
	attack *BoxAttack
	before []boxWord // of what was taken last, in the order in which it came
	fired  int
}

// BoxAttack is one thing that a lying server can do to a box.
type BoxAttack struct {
	Name string
	// IsReplay: it gives the box whole that was there before. Whoever takes that gets what the host
	// once left, as a server that has kept a copy can always do.
	IsReplay bool
	// change gives what takes the place of the n-th word of one taking, counted from 0: the box
	// itself first, then its pieces. before is the same word of the box that was there before.
	change func(n int, w, before boxWord) []boxWord
}

// boxWord is a message of the server.
type boxWord struct {
	kind int // of the WebSocket
	data []byte
}

// BoxAttacks gives all of them.
func BoxAttacks() []BoxAttack {
	only := func(at int, change func(w, before boxWord) []boxWord) func(int, boxWord, boxWord) []boxWord {
		return func(n int, w, before boxWord) []boxWord {
			if n == at {
				return change(w, before)
			}
			return []boxWord{w}
		}
	}
	flipped := func(w, _ boxWord) []boxWord {
		w.data[len(w.data)/2] ^= 1
		return []boxWord{w}
	}
	other := func(_, before boxWord) []boxWord { return []boxWord{before} }
	var held boxWord
	return []BoxAttack{
		{Name: "flips a bit of the first piece", change: only(1, flipped)},
		{Name: "flips a bit of the last piece", change: only(4, flipped)},
		{Name: "gives a piece twice", change: only(2, func(w, _ boxWord) []boxWord {
			return []boxWord{w, w}
		})},
		{Name: "leaves a piece out", change: only(2, func(boxWord, boxWord) []boxWord { return nil })},
		{Name: "swaps two pieces", change: func(n int, w, _ boxWord) []boxWord {
			switch n {
			case 2: // not the first, whose note would no longer be one
				held = w
				return nil
			case 3:
				return []boxWord{w, held}
			}
			return []boxWord{w}
		}},
		{Name: "cuts a piece short", change: only(2, func(w, _ boxWord) []boxWord {
			w.data = w.data[:len(w.data)-1]
			return []boxWord{w}
		})},
		{Name: "says that there are fewer pieces", change: only(0, withField("pieces", 3))},
		{Name: "says that there are more pieces", change: only(0, withField("pieces", 5))},
		{Name: "says another salt", change: only(0, withField("salt",
			"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"))},
		{Name: "gives the head of the box before", change: only(0, other)},
		{Name: "gives a piece of the box before", change: only(2, other)},
		{Name: "gives the box before", IsReplay: true,
			change: func(_ int, _, before boxWord) []boxWord { return []boxWord{before} }},
	}
}

func withField(name string, value any) func(w, _ boxWord) []boxWord {
	return func(w, _ boxWord) []boxWord {
		var m map[string]any
		if json.Unmarshal(w.data, &m) == nil {
			m[name] = value
			w.data, _ = json.Marshal(m)
		}
		return []boxWord{w}
	}
}

// StartBoxes serves in front of target, the origin of a real server.
func StartBoxes(target string) (*BoxServer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &BoxServer{Origin: "http://" + listener.Addr().String(), target: target}
	s.web = &http.Server{Handler: http.HandlerFunc(s.serve)}
	go s.web.Serve(listener)
	return s, nil
}

// Close hangs up on everybody.
func (s *BoxServer) Close() { s.web.Close() }

// Play has it carry out an attack from now on; nil: none. The count of its occasions begins anew.
func (s *BoxServer) Play(a *BoxAttack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attack, s.fired = a, 0
}

// Keep has it keep what is taken next, as the box before; it forgets what it has kept.
func (s *BoxServer) Keep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = nil
}

// TimesFired is how often the attack had an occasion.
func (s *BoxServer) TimesFired() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fired
}

func (s *BoxServer) serve(w http.ResponseWriter, r *http.Request) {
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"}}
	up, _, err := dialer.DialContext(r.Context(), "ws"+s.target[len("http"):]+"/signal",
		http.Header{"Origin": {s.target}})
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer up.Close()
	upgrader := websocket.Upgrader{Subprotocols: []string{"einmal.1"},
		CheckOrigin: func(*http.Request) bool { return true }}
	down, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer down.Close()
	go func() {
		defer up.Close()
		for {
			kind, data, err := down.ReadMessage()
			if err != nil || up.WriteMessage(kind, data) != nil {
				return
			}
		}
	}()
	for n := -1; ; {
		kind, data, err := up.ReadMessage()
		if err != nil {
			return
		}
		one := boxWord{kind, data}
		var head struct{ Kind string }
		if kind == websocket.TextMessage && json.Unmarshal(data, &head) == nil && head.Kind == "box" {
			n = 0
		}
		words := []boxWord{one}
		if n >= 0 && (n == 0 || kind == websocket.BinaryMessage) {
			words = s.make(n, one)
			n++
		}
		for _, one := range words {
			if down.WriteMessage(one.kind, one.data) != nil {
				return
			}
		}
	}
}

// make gives what becomes of a word of a box.
func (s *BoxServer) make(n int, w boxWord) []boxWord {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.attack == nil {
		if n == len(s.before) {
			s.before = append(s.before, boxWord{w.kind, append([]byte(nil), w.data...)})
		}
		return []boxWord{w}
	}
	var before boxWord
	if n < len(s.before) {
		before = s.before[n]
		before.data = append([]byte(nil), before.data...)
	}
	s.fired++
	return s.attack.change(n, w, before)
}
