//go:build evil

package evil

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Server is a lying server in front of a real one, for one room.
type Server struct {
	// Origin is where participants find it.
	Origin string

	target string // origin of the real server
	public string // what the real server takes for its origin
	dialer websocket.Dialer
	secret *secret // of the link, if the server has it
	web    *http.Server
	stop   context.CancelFunc
	life   context.Context

	mu     sync.Mutex // guards the rest; attacks run under it, one message at a time
	rand   *rand.Rand
	attack Attack
	change change
	books
	closers []func() // of what belongs to no wire
}

// Options of a server.
type Options struct {
	// Listener is taken over; without one it listens on a free port of 127.0.0.1.
	Listener net.Listener
	Rand     *rand.Rand
	// Public is what the real server takes for its origin, if that is not where it is found.
	Public string
	// Source is the loopback address from which the real server is asked, whose limits are per
	// source; default 127.0.0.1.
	Source string
}

// Start serves in front of target, the origin of a real server.
func Start(target string, o Options) (*Server, error) {
	if o.Source == "" {
		o.Source = "127.0.0.1"
	}
	listener := o.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("start the evil server: %w", err)
		}
	}
	source := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(o.Source)}}
	s := &Server{
		Origin: "http://" + listener.Addr().String(),
		target: target,
		public: o.Public,
		dialer: websocket.Dialer{Subprotocols: []string{"einmal.1"},
			NetDialContext: source.DialContext},
		rand: o.Rand,
	}
	s.life, s.stop = context.WithCancel(context.Background())
	if s.public == "" {
		s.public = target
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/signal", s.serve)
	if page, err := url.Parse(target); err == nil {
		mux.Handle("/", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(page)
			r.Out.Host = r.In.Host
		}})
	}
	s.web = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go s.web.Serve(listener)
	return s, nil
}

// Close hangs up on everybody.
func (s *Server) Close() {
	s.stop()
	s.web.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.closers {
		f()
	}
}

// Learn tells the server the link of the room.
func (s *Server) Learn(link string) error {
	secret, err := parseSecret(link)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secret = secret
	return err
}

// Play begins an attack on a room that nobody has joined yet. Before that the server is honest.
func (s *Server) Play(a Attack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attack, s.change, s.books = a, nil, books{channels: map[string]attemptID{}}
	if a.start != nil {
		s.change = a.start(s)
	}
}

// Strike does what an attack does all at once, to a call that runs; it may be another one than is
// being played.
func (s *Server) Strike(a Attack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.strike != nil {
		a.strike(s)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{Subprotocols: []string{"einmal.1"},
		CheckOrigin: func(*http.Request) bool { return true }}
	down, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	up, _, err := s.dialer.DialContext(s.life, "ws"+strings.TrimPrefix(s.target, "http")+
		"/signal", http.Header{"Origin": {s.public}})
	if err != nil {
		down.Close()
		return
	}
	wire := &wire{down: newOutlet(down), up: newOutlet(up)}
	stop := context.AfterFunc(s.life, func() { wire.cut() })
	defer stop()
	go s.read(wire, true, down)
	s.read(wire, false, up)
}

// read takes in one direction of a wire until it ends.
func (s *Server) read(w *wire, up bool, from *websocket.Conn) {
	for {
		kind, data, err := from.ReadMessage()
		if err != nil {
			s.ended(w, up, err)
			return
		}
		s.mu.Lock()
		if pause := s.attack.pause; pause > 0 {
			s.mu.Unlock()
			time.Sleep(rand.N(pause))
			s.mu.Lock()
		}
		s.pass(Message{wire: w, Up: up, Binary: kind == websocket.BinaryMessage, Data: data})
		s.mu.Unlock()
	}
}

// ended passes a closing on.
func (s *Server) ended(w *wire, up bool, err error) {
	s.mu.Lock()
	mute := s.mute && !up
	s.mu.Unlock()
	if mute {
		return
	}
	code, reason := websocket.CloseGoingAway, ""
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code != websocket.CloseAbnormalClosure &&
		closing.Code != websocket.CloseNoStatusReceived {
		code, reason = closing.Code, closing.Text
	}
	w.outlet(!up).close(code, reason)
	w.outlet(up).close(websocket.CloseNormalClosure, "")
}

// pass lets the attack look at a message. The caller holds mu.
func (s *Server) pass(m Message) {
	s.seen++
	s.note(&m)
	if s.change == nil {
		s.deliver(m)
		return
	}
	for _, out := range s.change(m) {
		s.deliver(out)
	}
}

// deliver sends what the attack has left of a message, or made up. The caller holds mu.
func (s *Server) deliver(m Message) {
	w := m.wire
	if w == nil && m.Client != nil {
		w = m.Client.wire
	}
	if w == nil {
		return
	}
	kind := websocket.TextMessage
	if m.Binary {
		kind = websocket.BinaryMessage
	}
	w.outlet(m.Up).send(kind, m.Data)
}
