package peer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// Create makes the room of a host link on its server and gives the time at which it expires. Seats counts the host, 2 to 6;
// lifetime is at most 30 days. The error is a [ServerError] if the server refused.
func Create(ctx context.Context, link Link, seats int, lifetime time.Duration) (time.Time, error) {
	seconds := int64(lifetime / time.Second)
	if !link.IsHost() || !isSeats(seats) || seconds < 1 || seconds > maxLifetime {
		return time.Time{}, errors.New("create room: needs a host link, 2 to 6 seats and at most 30 days")
	}
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := dial(ctx, link.Origin, nil)
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
		m, err := decode(text, serverVocabulary)
		if err != nil {
			return time.Time{}, fmt.Errorf("create room: the server does not speak the protocol: %w", err)
		}
		switch m := m.(type) {
		case *challengeMessage:
			create := &createMessage{Room: roomID(link.Room()), HostKey: publicOf(link.Host), Seats: uint8(seats), Lifetime: uint32(seconds)}
			if m.Work != nil {
				if create.Proof = prove(ctx, m.Nonce, create.Room, *m.Work); create.Proof == nil {
					return time.Time{}, fmt.Errorf("create room: the work that the server asks for: %w", ctx.Err())
				}
			}
			create.Signature = sign(link.Host, createText(m.Nonce, create.Room, create.Seats, create.Lifetime))
			if link.Creator != nil {
				key, signature := publicOf(link.Creator), sign(link.Creator, creatorText(m.Nonce, create.Room, create.HostKey))
				create.Creator, create.CreatorSignature = &key, &signature
			}
			if err := conn.WriteMessage(websocket.TextMessage, encode(create)); err != nil {
				return time.Time{}, fmt.Errorf("create room: %w", err)
			}
		case *createdMessage:
			return time.Unix(m.Expires, 0), nil
		case *errorMessage:
			return time.Time{}, ServerError{m.Code}
		}
	}
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
	if m, err := decode(text, serverVocabulary); err != nil || m.kind() != "challenge" {
		return ServerError{"bad-server"}
	}
	return nil
}
