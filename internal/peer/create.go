package peer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"

	"github.com/gorilla/websocket"
)

// ServerError is a refusal by the server.
type ServerError = signalling.ServerError

// Create makes the room of a host link on its server and gives the time at which it expires. Seats
// counts the host, 2 to 6; the server may refuse a long lifetime. The error is a [ServerError] if the server
// refused. A server that goes before it has answered is asked again: to the same host it answers as
// if it were the first time.
func Create(ctx context.Context, link Link, seats int, lifetime time.Duration) (time.Time, error) {
	seconds := int64(lifetime / time.Second)
	if !link.IsHost() || !protocol.IsSeatCount(seats) || seconds < 1 ||
		seconds > math.MaxUint32 {
		return time.Time{}, errors.New("create room: needs a host link, 2 to 6 seats and a lifetime")
	}
	ctx, cancel := context.WithTimeout(ctx, signalling.DialTime)
	defer cancel()
	c := &creation{link: link, seats: uint8(seats), lifetime: uint32(seconds)}
	var pauses signalling.Backoff
	for {
		expires, err := c.tryOnce(ctx)
		if err == nil || !c.reached || !isLoss(err) {
			return expires, err
		}
		select {
		case <-time.After(pauses.NextPause(false)):
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

func (c *creation) tryOnce(ctx context.Context) (time.Time, error) {
	conn, err := signalling.Dial(ctx, c.link.Origin, nil)
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()

	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return time.Time{}, fmt.Errorf("create room: %w", signalling.AsServerError(err))
		}
		m, err := protocol.Decode(text, protocol.FromServer)
		if err != nil { // a server that does not speak the protocol is as good as none
			return time.Time{}, ServerError{Code: "bad-server"}
		}
		switch m := m.(type) {
		case *protocol.Challenge:
			c.reached = true
			create, err := c.newCreate(ctx, m)
			if err == nil {
				err = conn.WriteMessage(websocket.TextMessage, protocol.Encode(create))
			}
			if err != nil {
				return time.Time{}, fmt.Errorf("create room: %w", err)
			}
		case *protocol.Created:
			return time.Unix(m.Expires, 0), nil
		case *protocol.Error:
			return time.Time{}, ServerError{Code: m.Code}
		}
	}
}

func (c *creation) newCreate(ctx context.Context, m *protocol.Challenge) (*protocol.Create, error) {
	host, creator := c.link.Host, c.link.Creator
	create := &protocol.Create{Room: protocol.RoomID(c.link.RoomID()),
		HostKey: seal.PublicKeyOf(host), Seats: c.seats, Lifetime: c.lifetime}
	if m.Work != nil {
		if create.Proof = solveWork(ctx, m.Nonce, create.Room, *m.Work); create.Proof == nil {
			return nil, fmt.Errorf("the work that the server asks for: %w", ctx.Err())
		}
	}
	create.Signature = seal.SignText(host, seal.CreateText(m.Nonce, create.Room, create.Seats,
		create.Lifetime, nil))
	if creator != nil {
		key, signature := seal.PublicKeyOf(creator), seal.SignText(creator,
			seal.CreatorText(m.Nonce, create.Room, create.HostKey))
		create.Creator, create.CreatorSignature = &key, &signature
	}
	return create, nil
}

// isLoss reports whether another try may go better. One that comes too often would come more often.
func isLoss(err error) bool {
	var refused ServerError
	return !errors.As(err, &refused) || refused.IsPassing() && refused.Code != "too-many"
}

// Reach reports whether the server answers, by its first word.
func Reach(ctx context.Context, origin string) error {
	ctx, cancel := context.WithTimeout(ctx, signalling.DialTime)
	defer cancel()
	conn, err := signalling.Dial(ctx, origin, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	_, text, err := conn.ReadMessage()
	if err != nil {
		return fmt.Errorf("reach the server: %w", signalling.AsServerError(err))
	}
	m, err := protocol.Decode(text, protocol.FromServer)
	if _, isChallenge := m.(*protocol.Challenge); err != nil || !isChallenge {
		return ServerError{Code: "bad-server"}
	}
	return nil
}
