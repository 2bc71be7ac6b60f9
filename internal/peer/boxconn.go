package peer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"

	"github.com/gorilla/websocket"
)

const (
	// boxWait is how long the server may take for its next message.
	boxWait = time.Minute
	// boxPatience is how long it is tried again without anything to show for it.
	boxPatience = 45 * time.Second
)

// errHere: a failure of this machine, which no other try mends.
var errHere = errors.New("it failed here")

func isCode(err error, code string) bool {
	var refused ServerError
	return errors.As(err, &refused) && refused.Code == code
}

// tryAgain calls try until it succeeds or another time would not help. The first call is number 1;
// one that has brought something gives it more time.
func tryAgain(ctx context.Context, try func(n int) (progress bool, err error)) error {
	var pauses signalling.Backoff
	since := time.Now()
	for n := 1; ; n++ {
		progress, err := try(n)
		if progress {
			since, pauses = time.Now(), signalling.Backoff{}
		}
		isFinal := err == nil || !isLoss(err) || errors.Is(err, seal.ErrNoBox) ||
			errors.Is(err, errHere)
		if isFinal || ctx.Err() != nil || time.Since(since) > boxPatience {
			return err
		}
		select {
		case <-time.After(pauses.NextPause(false)):
		case <-ctx.Done():
			return err
		}
	}
}

// dialKey is of what WithDial puts into a context.
type dialKey struct{}

// WithDial has boxes reached over connections that dial opens, in place of the system's.
func WithDial(ctx context.Context, dial signalling.Dialer) context.Context {
	return context.WithValue(ctx, dialKey{}, dial)
}

// boxConn is a connection over which a box is filled or emptied.
type boxConn struct {
	ws   *websocket.Conn
	stop func() bool // watching the context
}

// askAboutBox opens a connection, answers the challenge, and gives the server's first word after
// it.
func askAboutBox(ctx context.Context, link Link,
	answer func(protocol.Nonce) protocol.Message) (*boxConn, protocol.Message, error) {
	dial, _ := ctx.Value(dialKey{}).(signalling.Dialer)
	ws, err := signalling.Dial(ctx, link.Origin, dial)
	if err != nil {
		return nil, nil, err
	}
	c := &boxConn{ws: ws, stop: context.AfterFunc(ctx, func() { ws.Close() })}
	m, err := c.readMessage()
	if challenge, ok := m.(*protocol.Challenge); err == nil && ok {
		if err = c.send(answer(challenge.Nonce)); err == nil {
			m, err = c.readMessage()
		}
	} else if err == nil {
		err = ServerError{Code: "bad-server"}
	}
	if err != nil {
		c.close()
		return nil, nil, err
	}
	return c, m, nil
}

func (c *boxConn) close() {
	c.stop()
	c.ws.Close()
}

func (c *boxConn) send(m protocol.Message) error {
	_ = c.ws.SetWriteDeadline(time.Now().Add(boxWait)) // fails with the write
	return c.ws.WriteMessage(websocket.TextMessage, protocol.Encode(m))
}

func (c *boxConn) sendPiece(piece []byte) error {
	_ = c.ws.SetWriteDeadline(time.Now().Add(boxWait)) // fails with the write
	return c.ws.WriteMessage(websocket.BinaryMessage, piece)
}

// read gives the next message of a kind of the WebSocket; a text that is an error is one here.
func (c *boxConn) read(kind int) ([]byte, error) {
	_ = c.ws.SetReadDeadline(time.Now().Add(boxWait)) // fails with the read
	got, data, err := c.ws.ReadMessage()
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", signalling.AsServerError(err))
	}
	if got == websocket.TextMessage {
		m, err := protocol.Decode(data, protocol.FromServer)
		if err != nil {
			return nil, ServerError{Code: "bad-server"}
		}
		if refusal, ok := m.(*protocol.Error); ok {
			return nil, ServerError{Code: refusal.Code}
		}
	}
	if got != kind {
		return nil, ServerError{Code: "bad-server"}
	}
	return data, nil
}

func (c *boxConn) readMessage() (protocol.Message, error) {
	text, err := c.read(websocket.TextMessage)
	if err != nil {
		return nil, err
	}
	return protocol.Decode(text, protocol.FromServer)
}

func (c *boxConn) readPiece() ([]byte, error) {
	piece, err := c.read(websocket.BinaryMessage)
	if err == nil && len(piece) != protocol.PieceSize {
		return nil, ServerError{Code: "bad-server"}
	}
	return piece, err
}

// reasonOf finds out why a write failed: the server may have said so before it hung up.
func (c *boxConn) reasonOf(err error) error {
	if _, why := c.readMessage(); why != nil {
		return why
	}
	return fmt.Errorf("tell the server: %w", err)
}

// awaitMessage waits for one message and no other.
func awaitMessage[M protocol.Message](c *boxConn) error {
	m, err := c.readMessage()
	if err != nil {
		return err
	}
	if _, ok := m.(M); !ok {
		return ServerError{Code: "bad-server"}
	}
	return nil
}
