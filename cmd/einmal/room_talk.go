package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"einmal/internal/links"
	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

const (
	talkTime = 30 * time.Second // the server waits as long for a create or a join
	talkSize = 66 << 10         // bytes of one message
)

// talk is a conversation with the signalling of a server, as a browser would hold it.
type talk struct {
	ctx       context.Context
	end       context.CancelFunc
	conn      *websocket.Conn
	server    string
	challenge *protocol.Challenge
}

// openTalk connects and takes the challenge. Errors are for people.
func openTalk(ctx context.Context, server string) (*talk, error) {
	address, err := links.SignalURL(server)
	if err != nil {
		return nil, err
	}
	t := &talk{server: server}
	t.ctx, t.end = context.WithTimeout(ctx, talkTime)
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, Subprotocols: []string{"einmal.1"}}
	conn, answer, err := dialer.DialContext(t.ctx, address, http.Header{"Origin": {server}})
	switch {
	case err != nil && answer != nil && answer.StatusCode == http.StatusForbidden:
		return nil, t.given(problem{"bad-origin", fmt.Sprintf("The server at %s goes by another "+
			"public address; give that with -public-url.", server)})
	case err != nil && answer != nil && answer.StatusCode == http.StatusTooManyRequests:
		return nil, t.given(refusal("too-many"))
	case err != nil:
		return nil, t.given(problem{"server-unreachable",
			fmt.Sprintf("%s cannot be reached: %v.", server, err)})
	}
	t.conn = conn
	conn.SetReadLimit(talkSize)
	context.AfterFunc(t.ctx, func() { conn.Close() })
	if t.challenge, err = hear[*protocol.Challenge](t, nil); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// given ends the time of a talk that has not come about.
func (t *talk) given(p error) error {
	t.end()
	return p
}

func (t *talk) close() {
	_ = t.conn.WriteControl(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	t.end() // closes
}

func (t *talk) late() error {
	return problem{"server-unreachable", fmt.Sprintf("%s gives no answer in time.", t.server)}
}

// hear says m, if there is one, and waits for a message of this kind, past all others but a
// refusal.
func hear[T protocol.Message](t *talk, m protocol.Message) (answer T, err error) {
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
			return answer, problem{"bad-server", fmt.Sprintf("%s does not speak the protocol of "+
				"this program.", t.server)}
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
		return answer, t.late()
	}
	return answer, problem{"server-unreachable",
		fmt.Sprintf("The connection to %s broke: %v.", t.server, err)}
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
		return problem{"bad-server", "The server refused without a reason that this program knows."}
	case sentence == "":
		sentence = "The server refused."
	}
	return problem{code, sentence}
}
