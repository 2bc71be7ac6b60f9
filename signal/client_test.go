package signal

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// patience is how long a client waits for what must come.
const patience = 30 * time.Second

// client is one socket as a browser would use it. What it receives is expected in order, message by
// message.
type client struct {
	t        *testing.T
	ws       *websocket.Conn
	in       chan any // Message, gotFrame or gotClose
	nonce    protocol.Nonce
	key      protocol.Key
	secret   ed25519.PrivateKey
	sid      protocol.SID
	welcomed *protocol.Welcome
	// credentials come when the relay has them, so they are kept apart
	relays []*protocol.RelayAccess
}

type (
	gotFrame struct {
		from protocol.SID
		body string
	}
	gotClose struct {
		status int
		reason string
	}
)

// connect opens a socket with a fresh per-join key and takes the challenge.
func (r *testServer) connect() *client {
	r.t.Helper()
	c := r.connectSilent()
	go c.read()
	c.nonce = expect[*protocol.Challenge](c).Nonce
	return c
}

// connectSilent opens a socket that does not read.
func (r *testServer) connectSilent() *client {
	r.t.Helper()
	ws, _, err := r.request(properHeader())
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { ws.Close() })
	c := &client{t: r.t, ws: ws, in: make(chan any, 4096)}
	c.newKey()
	return c
}

func (c *client) newKey() {
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	c.key, c.secret = protocol.Key(public), secret
}

func (c *client) read() {
	for c.readOne() {
	}
}

// readOne takes one message off the socket; false says that it was the last.
func (c *client) readOne() bool {
	kind, data, err := c.ws.ReadMessage()
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed):
		c.in <- gotClose{closed.Code, closed.Text}
	case err != nil:
		c.in <- gotClose{}
	case kind == websocket.BinaryMessage:
		c.in <- gotFrame{protocol.SID(data), string(data[len(protocol.SID{}):])}
	default:
		if m, err := protocol.DecodeServer(data); err != nil {
			c.in <- fmt.Errorf("%w in %s", err, data)
		} else {
			c.in <- m
		}
	}
	return err == nil
}

func (c *client) send(m protocol.Message) { c.sendRaw(websocket.TextMessage, protocol.Encode(m)) }

func (c *client) sendRaw(kind int, data []byte) {
	c.t.Helper()
	// The server may have closed already, of which c.in tells more.
	if err := c.ws.WriteMessage(kind, data); err != nil && !errors.Is(err, websocket.ErrCloseSent) {
		c.t.Fatal(err)
	}
}

func (c *client) frame(to protocol.SID, body string) {
	c.t.Helper()
	c.sendRaw(websocket.BinaryMessage, append(to[:], body...))
}

// lose cuts the connection without a goodbye.
func (c *client) lose() { c.ws.NetConn().Close() }

// expect takes the next thing that comes, which has to be a T.
func expect[T any](c *client) T {
	c.t.Helper()
	var want T
	_, wantsRelay := any(want).(*protocol.RelayAccess)
	if wantsRelay && len(c.relays) > 0 {
		relay := c.relays[0]
		c.relays = c.relays[1:]
		return any(relay).(T)
	}
	timeout := time.After(patience)
	for {
		select {
		case got := <-c.in:
			if relay, ok := got.(*protocol.RelayAccess); ok && !wantsRelay {
				c.relays = append(c.relays, relay)
				continue
			}
			m, ok := got.(T)
			if !ok {
				c.t.Fatalf("got %T %+v, want %T", got, got, want)
			}
			return m
		case <-timeout:
			c.t.Fatalf("nothing came, want %T", want)
		}
	}
}

// expectError takes an error after which the socket stays open.
func (c *client) expectError(code protocol.Code) {
	c.t.Helper()
	if got := expect[*protocol.Error](c); got.Code != code {
		c.t.Fatalf("got error %s, want %s", got.Code, code)
	}
}

// expectEnd takes an error and the close frame that goes with it.
func (c *client) expectEnd(code protocol.Code) {
	c.t.Helper()
	c.expectError(code)
	want := gotClose{websocket.ClosePolicyViolation, string(code)}
	if code == protocol.CodeTooLarge {
		want.status = websocket.CloseMessageTooBig
	}
	if got := expect[gotClose](c); got != want {
		c.t.Fatalf("got close %+v, want %+v", got, want)
	}
}

// quiet proves that nothing waits for this client: the answer to a frame for nobody comes next.
// Only for who is in a room.
func (c *client) quiet() {
	c.t.Helper()
	c.frame(protocol.SID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "")
	c.expectError(protocol.CodeUnknownPeer)
}
