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

	target   string // origin of the real server
	public   string // what the real server takes for its origin
	dialer   websocket.Dialer
	linkKeys *linkKeys // of the link, if the server has it
	web      *http.Server
	stop     context.CancelFunc
	life     context.Context

	mu     sync.Mutex // guards the rest; attacks run under it, one message at a time
	rand   *rand.Rand
	attack Attack
	filter filter
	observed
	closers []func() // of what belongs to no proxyConn
}

// Options of a server.
type Options struct {
	// Listener is taken over; without one it listens on a free port of 127.0.0.1.
	Listener net.Listener
	Rand     *rand.Rand
	// Public is what the real server takes for its origin, if that is not where it is found.
	Public string
	// Source is the loopback address from which the real server is reached, because its limits are
	// per source; default 127.0.0.1.
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
	mux.HandleFunc("/signal", s.serveSignal)
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

// LearnLink tells the server the link of the room.
func (s *Server) LearnLink(link string) error {
	keys, err := deriveLinkKeys(link)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.linkKeys = keys
	return err
}

// PlayAttack begins an attack on a room that nobody has joined yet. Before that the server is
// honest.
func (s *Server) PlayAttack(a Attack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attack, s.filter, s.observed = a, nil, observed{channels: map[string]attemptID{}}
	if a.newFilter != nil {
		s.filter = a.newFilter(s)
	}
}

// Strike carries out the part of an attack that hits a running call. It may be another attack than
// the one being played.
func (s *Server) Strike(a Attack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.strike != nil {
		a.strike(s)
	}
}

func (s *Server) serveSignal(w http.ResponseWriter, r *http.Request) {
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
	conn := &proxyConn{down: newSendQueue(down), up: newSendQueue(up)}
	stop := context.AfterFunc(s.life, func() { conn.cutBoth() })
	defer stop()
	go s.readFrom(conn, true, down)
	s.readFrom(conn, false, up)
}

// readFrom reads one direction of a connection until it ends.
func (s *Server) readFrom(conn *proxyConn, up bool, from *websocket.Conn) {
	for {
		kind, data, err := from.ReadMessage()
		if err != nil {
			s.passClosing(conn, up, err)
			return
		}
		s.mu.Lock()
		if pause := s.attack.pause; pause > 0 {
			s.mu.Unlock()
			time.Sleep(rand.N(pause))
			s.mu.Lock()
		}
		s.handleMessage(Message{conn: conn, Up: up, Binary: kind == websocket.BinaryMessage,
			Data: data})
		s.mu.Unlock()
	}
}

// passClosing closes one side as the other was closed.
func (s *Server) passClosing(conn *proxyConn, up bool, err error) {
	s.mu.Lock()
	keepsOpen := s.keepsOpen && !up
	s.mu.Unlock()
	if keepsOpen {
		return
	}
	code, reason := websocket.CloseGoingAway, ""
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code != websocket.CloseAbnormalClosure &&
		closing.Code != websocket.CloseNoStatusReceived {
		code, reason = closing.Code, closing.Text
	}
	conn.queueTo(!up).closeWith(code, reason)
	conn.queueTo(up).closeWith(websocket.CloseNormalClosure, "")
}

// handleMessage shows a message to the attack and passes on what is left of it. The caller holds
// mu.
func (s *Server) handleMessage(m Message) {
	s.messages++
	s.observe(&m)
	if s.filter == nil {
		s.deliver(m)
		return
	}
	for _, out := range s.filter(m) {
		s.deliver(out)
	}
}

// deliver sends what the attack has left of a message, or made up. The caller holds mu.
func (s *Server) deliver(m Message) {
	conn := m.conn
	if conn == nil && m.Client != nil {
		conn = m.Client.conn
	}
	if conn == nil {
		return
	}
	kind := websocket.TextMessage
	if m.Binary {
		kind = websocket.BinaryMessage
	}
	conn.queueTo(m.Up).enqueue(kind, m.Data)
}

// randomBytes gives n random bytes, the same for each run of a seed.
func (s *Server) randomBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.rand.Uint32())
	}
	return b
}

// randomText gives n random bytes in base64url.
func (s *Server) randomText(n int) string { return base64url.EncodeToString(s.randomBytes(n)) }
