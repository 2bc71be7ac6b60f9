package signal

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

const testOrigin = "https://einmal.example"

// testServer is a hub on a real store, behind a real HTTP server.
type testServer struct {
	t     *testing.T
	dir   string
	store *rooms.Store
	hub   *Hub
	log   *strings.Builder // what the hub logged; read it after the hub is closed
	relay *relayRecord
	url   string
	// the client's address, in the words of a proxy; empty: as it is
	claim string
	dial  func(context.Context, string, string) (net.Conn, error) // nil: TCP
}

// newTestServer serves on loopback.
func newTestServer(t *testing.T, change ...func(*Config)) *testServer {
	t.Helper()
	r := &testServer{t: t, dir: t.TempDir(), relay: &relayRecord{life: time.Hour}}
	r.open(change...)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if r.claim != "" {
			q.RemoteAddr = r.claim
		}
		r.hub.ServeHTTP(w, q)
	}))
	r.url = "ws" + strings.TrimPrefix(server.URL, "http")
	t.Cleanup(func() {
		r.shut()
		server.Close()
	})
	return r
}

// newPipeServer serves on pipes, which a synctest bubble can wait for.
func newPipeServer(t *testing.T, change ...func(*Config)) *testServer {
	t.Helper()
	r := &testServer{t: t, dir: t.TempDir(), relay: &relayRecord{life: time.Hour}, url: "ws://pipe"}
	r.open(change...)
	l := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter,
		q *http.Request) {
		r.hub.ServeHTTP(w, q)
	})}
	go server.Serve(l)
	r.dial = l.dial
	t.Cleanup(func() {
		r.shut()
		server.Close()
	})
	return r
}

// open opens the store and starts the hub; after shut it is a restart on the same directory.
func (r *testServer) open(change ...func(*Config)) {
	r.t.Helper()
	store, err := rooms.Open(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	r.store, r.log = store, &strings.Builder{}
	config := Config{
		Store:  store,
		Origin: testOrigin,
		Create: CreatePolicy{Allowed: true, MaxLifetime: 90 * day},
		Relay:  r.relay.relay(),
		Log:    slog.New(slog.NewTextHandler(r.log, nil)),
	}
	for _, f := range change {
		f(&config)
	}
	r.hub = New(config)
}

func (r *testServer) shut() {
	r.hub.Close()
	if err := r.store.Close(); err != nil {
		r.t.Error(err)
	}
}

func (r *testServer) restart() {
	r.t.Helper()
	r.shut()
	r.open()
}

// request dials with these headers.
func (r *testServer) request(header http.Header) (*websocket.Conn, *http.Response, error) {
	dialer := websocket.Dialer{NetDialContext: r.dial}
	return dialer.Dial(r.url, header)
}

func properHeader() http.Header {
	return http.Header{"Origin": {testOrigin}, "Sec-WebSocket-Protocol": {protocol.Subprotocol}}
}

// relayRecord stands where cmd puts the TURN relay's functions, and notes the calls.
type relayRecord struct {
	mu      sync.Mutex
	life    time.Duration
	granted map[string]string // peer tag to room tag
	removed []string
	back    []string // whose silent allocations were released
	closed  []string
}

func (r *relayRecord) relay() Relay {
	return Relay{
		Credentials: func(room, peer string) Credentials {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.granted == nil {
				r.granted = make(map[string]string)
			}
			r.granted[peer] = room
			return Credentials{
				URLs:     []string{"turn:127.0.0.1:8080?transport=udp"},
				Username: room + ":" + peer, Password: "c2VjcmV0", Expires: time.Now().Add(r.life),
			}
		},
		RemovePeer: func(_, peer string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.removed = append(r.removed, peer)
		},
		ReleaseSilent: func(_, peer string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.back = append(r.back, peer)
		},
		CloseRoom: func(room string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.closed = append(r.closed, room)
		},
		Allocations: func(room, peer string) []protocol.Allocation {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.granted[peer] != room {
				return nil
			}
			return []protocol.Allocation{relayed}
		},
	}
}

// relayed is what everybody has at the relay who has credentials.
var relayed = protocol.Allocation{Transport: "udp", Address: "127.0.0.1:1", Relayed: "192.0.2.1:2",
	Until: 1790000000, Permitted: true, Channels: 3, Sent: 1789999999}

// pipeListener accepts pipes.
type pipeListener struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (l *pipeListener) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }
