package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/cli"
	"einmal/internal/lazyregexp"
	"einmal/internal/links"
	"einmal/internal/protocol"
)

const (
	signalTimeout     = 30 * time.Second // the server waits as long for a create or a join
	signalMessageSize = 66 << 10         // bytes of one message
)

// signalClient speaks with the signalling of a server as a browser would.
type signalClient struct {
	ctx       context.Context
	end       context.CancelFunc
	conn      *websocket.Conn
	server    string
	challenge *protocol.Challenge
}

// dialSignal connects and takes the challenge. Errors are for people.
func dialSignal(ctx context.Context, server string) (*signalClient, error) {
	address, err := links.SignalURL(server)
	if err != nil {
		return nil, err
	}
	c := &signalClient{server: server}
	c.ctx, c.end = context.WithTimeout(ctx, signalTimeout)
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, Subprotocols: []string{"einmal.1"}}
	conn, answer, err := dialer.DialContext(c.ctx, address, http.Header{"Origin": {server}})
	switch {
	case err != nil && answer != nil && answer.StatusCode == http.StatusForbidden:
		return nil, c.failed(cli.Problemf("bad-origin", "The server at %s goes by another public "+
			"address; give that with -public-url.", server))
	case err != nil && answer != nil && answer.StatusCode == http.StatusTooManyRequests:
		return nil, c.failed(refusal("too-many"))
	case err != nil:
		return nil, c.failed(cli.Problemf("server-unreachable", "%s cannot be reached: %v.", server,
			err))
	}
	c.conn = conn
	conn.SetReadLimit(signalMessageSize)
	context.AfterFunc(c.ctx, func() { conn.Close() })
	if c.challenge, err = roundTrip[*protocol.Challenge](c, nil); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// failed releases a client that has not connected.
func (c *signalClient) failed(p error) error {
	c.end()
	return p
}

func (c *signalClient) close() {
	_ = c.conn.WriteControl(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	c.end() // closes
}

func (c *signalClient) timeoutProblem() error {
	return cli.Problemf("server-unreachable", "%s gives no answer in time.", c.server)
}

// roundTrip sends m, if there is one, and waits for a message of kind T. It skips all others but a
// refusal.
func roundTrip[T protocol.Message](c *signalClient, m protocol.Message) (answer T, err error) {
	if m != nil {
		err = c.conn.WriteMessage(websocket.TextMessage, protocol.Encode(m))
	}
	for err == nil {
		var data []byte
		if _, data, err = c.conn.ReadMessage(); err != nil {
			break
		}
		received, err := protocol.DecodeServer(data)
		if err != nil {
			return answer, cli.Problemf("bad-server", "%s does not speak the protocol of this "+
				"program.", c.server)
		}
		switch m := received.(type) {
		case T:
			return m, nil
		case *protocol.Error:
			return answer, refusal(string(m.Code))
		}
	}
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code == websocket.ClosePolicyViolation {
		return answer, refusal(closing.Text)
	}
	if c.ctx.Err() != nil {
		return answer, c.timeoutProblem()
	}
	return answer, cli.Problemf("server-unreachable", "The connection to %s broke: %v.", c.server,
		err)
}

var isCode = lazyregexp.New(`^[a-z-]{1,40}$`)

// refusal is an error code of the protocol (section 5) for people.
func refusal(code string) error {
	sentence := map[string]string{
		"create-forbidden": "The server does not let you create rooms; with -create token it " +
			"takes the file of a creator link (-creator).",
		"too-many":    "Too many connections or rooms from this network; try again in a minute.",
		"server-full": "The server has no place for another room at the moment; try again later.",
		"room-gone":   "This room has ended, or it never existed.",
		"too-long": "The server keeps no room for as long as -lifetime says; its -room-days " +
			"sets the limit.",
		"internal": "The server failed.",
	}[code]
	switch {
	case !isCode().MatchString(code): // a terminal prints it
		return cli.Problemf("bad-server", "The server refused without a reason that this program "+
			"knows.")
	case sentence == "":
		sentence = "The server refused."
	}
	return cli.Problemf(code, "%s", sentence)
}
