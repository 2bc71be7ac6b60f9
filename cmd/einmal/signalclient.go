package main

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/protocol"
)

const (
	signalTimeout     = 30 * time.Second // the server waits as long for a create or a join
	signalMessageSize = 66 << 10         // bytes of one message
)

// signalClient is a conversation with the signalling of a server, as a browser would hold it.
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
	t := &signalClient{server: server}
	t.ctx, t.end = context.WithTimeout(ctx, signalTimeout)
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, Subprotocols: []string{"einmal.1"}}
	conn, answer, err := dialer.DialContext(t.ctx, address, http.Header{"Origin": {server}})
	switch {
	case err != nil && answer != nil && answer.StatusCode == http.StatusForbidden:
		return nil, t.failed(cli.Problemf("bad-origin", "The server at %s goes by another public "+
			"address; give that with -public-url.", server))
	case err != nil && answer != nil && answer.StatusCode == http.StatusTooManyRequests:
		return nil, t.failed(refusal("too-many"))
	case err != nil:
		return nil, t.failed(cli.Problemf("server-unreachable", "%s cannot be reached: %v.", server,
			err))
	}
	t.conn = conn
	conn.SetReadLimit(signalMessageSize)
	context.AfterFunc(t.ctx, func() { conn.Close() })
	if t.challenge, err = roundTrip[*protocol.Challenge](t, nil); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// failed ends the time of a talk that has not come about.
func (t *signalClient) failed(p error) error {
	t.end()
	return p
}

func (t *signalClient) close() {
	_ = t.conn.WriteControl(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	t.end() // closes
}

func (t *signalClient) timeoutProblem() error {
	return cli.Problemf("server-unreachable", "%s gives no answer in time.", t.server)
}

// roundTrip says m, if there is one, and waits for a message of this kind, past all others but a
// refusal.
func roundTrip[T protocol.Message](t *signalClient, m protocol.Message) (answer T, err error) {
	if m != nil {
		err = t.conn.WriteMessage(websocket.TextMessage, protocol.Encode(m))
	}
	for err == nil {
		var data []byte
		if _, data, err = t.conn.ReadMessage(); err != nil {
			break
		}
		said, err := protocol.DecodeServer(data)
		if err != nil {
			return answer, cli.Problemf("bad-server", "%s does not speak the protocol of this "+
				"program.", t.server)
		}
		switch said := said.(type) {
		case T:
			return said, nil
		case *protocol.Error:
			return answer, refusal(string(said.Code))
		}
	}
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code == websocket.ClosePolicyViolation {
		return answer, refusal(closing.Text)
	}
	if t.ctx.Err() != nil {
		return answer, t.timeoutProblem()
	}
	return answer, cli.Problemf("server-unreachable", "The connection to %s broke: %v.", t.server,
		err)
}

var isCode = regexp.MustCompile(`^[a-z-]{1,40}$`)

// refusal is an error code of the protocol (section 5) for people.
func refusal(code string) error {
	sentence := map[string]string{
		"create-forbidden": "The server does not let you create rooms; with -create token it " +
			"takes the file of a creator link (-creator).",
		"too-many":    "Too many connections or rooms from this network; try again in a minute.",
		"server-full": "The server has no place for another room at the moment; try again later.",
		"room-gone":   "This room has ended, or it never existed.",
		"internal":    "The server failed.",
	}[code]
	switch {
	case !isCode.MatchString(code): // a terminal prints it
		return cli.Problemf("bad-server", "The server refused without a reason that this program "+
			"knows.")
	case sentence == "":
		sentence = "The server refused."
	}
	return cli.Problemf(code, "%s", sentence)
}
