package peer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// Create makes the room of a host link on its server and gives the time at which it expires. Seats
// counts the host, 2 to 6; lifetime is at most 30 days. The error is a [ServerError] if the server
// refused. A server that goes before it has answered is asked again: to the same host it answers as
// if it were the first time.
func Create(ctx context.Context, link Link, seats int, lifetime time.Duration) (time.Time, error) {
	seconds := int64(lifetime / time.Second)
	if !link.IsHost() || !isSeatCount(seats) || seconds < 1 || seconds > maxLifetime {
		return time.Time{}, errors.New("create room: needs a host link, 2 to 6 seats and at most " +
			"30 days")
	}
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	c := &creation{link: link, seats: uint8(seats), lifetime: uint32(seconds)}
	var pauses backoff
	for {
		expires, err := c.try(ctx)
		if err == nil || !c.reached || !isLoss(err) {
			return expires, err
		}
		select {
		case <-time.After(pauses.next(false)):
		case <-ctx.Done():
			return expires, err
		}
	}
}

// creation is one room that is to be made.
type creation struct {
	link     Link
	seats    uint8
	lifetime uint32
	reached  bool // the server has spoken
}

func (c *creation) try(ctx context.Context) (time.Time, error) {
	conn, err := dial(ctx, c.link.Origin, nil)
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()

	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return time.Time{}, fmt.Errorf("create room: %w", refusal(err))
		}
		m, err := decode(text, fromServer)
		if err != nil { // a server that does not speak the protocol is as good as none
			return time.Time{}, ServerError{"bad-server"}
		}
		switch m := m.(type) {
		case *challengeMessage:
			c.reached = true
			create, err := c.message(ctx, m)
			if err == nil {
				err = conn.WriteMessage(websocket.TextMessage, encode(create))
			}
			if err != nil {
				return time.Time{}, fmt.Errorf("create room: %w", err)
			}
		case *createdMessage:
			return time.Unix(m.Expires, 0), nil
		case *errorMessage:
			return time.Time{}, ServerError{m.Code}
		}
	}
}

func (c *creation) message(ctx context.Context, m *challengeMessage) (*createMessage, error) {
	host, creator := c.link.Host, c.link.Creator
	create := &createMessage{Room: roomID(c.link.RoomID()), HostKey: publicOf(host), Seats: c.seats,
		Lifetime: c.lifetime}
	if m.Work != nil {
		if create.Proof = prove(ctx, m.Nonce, create.Room, *m.Work); create.Proof == nil {
			return nil, fmt.Errorf("the work that the server asks for: %w", ctx.Err())
		}
	}
	create.Signature = sign(host, createText(m.Nonce, create.Room, create.Seats, create.Lifetime))
	if creator != nil {
		key, signature := publicOf(creator), sign(creator,
			creatorText(m.Nonce, create.Room, create.HostKey))
		create.Creator, create.CreatorSignature = &key, &signature
	}
	return create, nil
}

// isLoss says whether another try may go better. One that comes too often would come more often.
func isLoss(err error) bool {
	var refused ServerError
	return !errors.As(err, &refused) || isPassing[refused.Code] && refused.Code != "too-many"
}

// refusal turns the closing of a connection into the ServerError that it stands for, if it does.
func refusal(err error) error {
	var closing *websocket.CloseError
	if errors.As(err, &closing) && closing.Code == websocket.ClosePolicyViolation {
		return ServerError{closing.Text}
	}
	return err
}

// Reach says whether the server answers, by its first word.
func Reach(ctx context.Context, origin string) error {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := dial(ctx, origin, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	_, text, err := conn.ReadMessage()
	if err != nil {
		return fmt.Errorf("reach the server: %w", refusal(err))
	}
	m, err := decode(text, fromServer)
	if _, isChallenge := m.(*challengeMessage); err != nil || !isChallenge {
		return ServerError{"bad-server"}
	}
	return nil
}
