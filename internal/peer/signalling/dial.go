package signalling

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"

	"github.com/gorilla/websocket"
)

// Dialer opens a TCP connection; nil is the system's.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// Dial opens a connection. The error may be a [ServerError].
func Dial(ctx context.Context, origin string, under Dialer) (*websocket.Conn, error) {
	address, err := links.SignalURL(origin)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{
		NetDialContext:   under,
		Proxy:            http.ProxyFromEnvironment,
		HandshakeTimeout: DialTime,
		Subprotocols:     []string{"einmal.1"},
	}
	conn, answer, err := dialer.DialContext(ctx, address, http.Header{"Origin": {origin}})
	switch {
	case err == nil:
		conn.SetReadLimit(protocol.MaxMessage)
		return conn, nil
	case answer != nil && answer.StatusCode == http.StatusForbidden:
		return nil, ServerError{"bad-origin"}
	case answer != nil && answer.StatusCode == http.StatusTooManyRequests:
		return nil, ServerError{"too-many"}
	}
	return nil, fmt.Errorf("connect to the server: %w", err)
}

// passingCodes are the error codes after which coming back makes sense: they are about the moment,
// not about us.
var passingCodes = map[string]bool{"too-slow": true, "too-many": true, "internal": true,
	"removed": true}

// ServerError is a refusal by the server. Code is one of the protocol's (section 5).
type ServerError struct{ Code string }

func (e ServerError) Error() string { return "the server refused: " + e.Code }

// IsPassing reports whether coming back later makes sense.
func (e ServerError) IsPassing() bool { return passingCodes[e.Code] }

// AsServerError turns the closing of a connection into the ServerError that it stands for, if it
// does.
func AsServerError(err error) error {
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code == websocket.ClosePolicyViolation {
		return ServerError{closing.Text}
	}
	return err
}

// finalCode returns the code with which the server ended a connection for good, or nothing.
func finalCode(err error) string {
	var closing *websocket.CloseError
	switch {
	case !errors.As(err, &closing) || passingCodes[closing.Text]:
	case closing.Code == websocket.ClosePolicyViolation:
		return closing.Text
	case closing.Code == websocket.CloseMessageTooBig:
		return "too-large"
	}
	return ""
}

// refusalCode returns too-many if that is why there is no connection, or nothing.
func refusalCode(err error) string {
	var refused ServerError
	if errors.As(AsServerError(err), &refused) && refused.Code == "too-many" {
		return refused.Code
	}
	return ""
}
