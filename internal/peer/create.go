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
// counts the host, 2 to 6; the server may refuse a long lifetime. The error is a [ServerError] if the
// server refused.
func Create(ctx context.Context, link Link, seats int, lifetime time.Duration) (time.Time, error) {
	seconds, ok := lifetimeSeconds(lifetime)
	if !link.IsHost() || !protocol.IsSeatCount(seats) || !ok {
		return time.Time{}, errors.New("create room: needs a host link, 2 to 6 seats and a lifetime")
	}
	r := request{link: link, answer: func(ctx context.Context,
		m *protocol.Challenge) (protocol.Message, error) {
		return newCreate(ctx, link, uint8(seats), seconds, m)
	}}
	return r.ask(ctx)
}

// Move gives the room of a host link another lifetime, from now on, and an appointment at when; the
// zero time is none. It gives the time at which the room expires. The error is as in [Create].
func Move(ctx context.Context, link Link, lifetime time.Duration, when time.Time) (time.Time, error) {
	seconds, ok := lifetimeSeconds(lifetime)
	if !link.IsHost() || !ok {
		return time.Time{}, errors.New("move room: needs a host link and a lifetime")
	}
	move := &protocol.Move{Room: protocol.RoomID(link.RoomID()), Lifetime: seconds}
	if !when.IsZero() {
		sealed := protocol.Appointment(link.SealAppointment(when))
		move.Appointment = &sealed
	}
	r := request{link: link, answer: func(_ context.Context,
		m *protocol.Challenge) (protocol.Message, error) {
		move.Signature = seal.SignText(link.Host, seal.MoveText(m.Nonce, move.Room, seconds,
			move.Appointment))
		return move, nil
	}}
	return r.ask(ctx)
}

func lifetimeSeconds(lifetime time.Duration) (seconds uint32, ok bool) {
	n := int64(lifetime / time.Second)
	return uint32(n), n >= 1 && n <= math.MaxUint32 //nolint:gosec // told apart by ok
}

// request is one message to the server about a room, on a connection of its own.
type request struct {
	link    Link
	answer  func(context.Context, *protocol.Challenge) (protocol.Message, error)
	reached bool // the server has spoken
}

// ask gives the room's expiry. A server that goes before it has answered is asked again: to the same
// host it answers as if it were the first time.
func (r *request) ask(ctx context.Context) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, signalling.DialTime)
	defer cancel()
	var pauses signalling.Backoff
	for {
		expires, err := r.tryOnce(ctx)
		if err == nil || !r.reached || !isLoss(err) {
			return expires, err
		}
		select {
		case <-time.After(pauses.NextPause(false)):
		case <-ctx.Done():
			return expires, err
		}
	}
}

func (r *request) tryOnce(ctx context.Context) (time.Time, error) {
	conn, err := signalling.Dial(ctx, r.link.Origin, nil)
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()

	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return time.Time{}, fmt.Errorf("ask about a room: %w", signalling.AsServerError(err))
		}
		m, err := protocol.Decode(text, protocol.FromServer)
		if err != nil { // a server that does not speak the protocol is as good as none
			return time.Time{}, ServerError{Code: "bad-server"}
		}
		switch m := m.(type) {
		case *protocol.Challenge:
			r.reached = true
			answer, err := r.answer(ctx, m)
			if err == nil {
				err = conn.WriteMessage(websocket.TextMessage, protocol.Encode(answer))
			}
			if err != nil {
				return time.Time{}, fmt.Errorf("ask about a room: %w", err)
			}
		case *protocol.Created:
			return time.Unix(m.Expires, 0), nil
		case *protocol.Moved:
			return time.Unix(m.Expires, 0), nil
		case *protocol.Error:
			return time.Time{}, ServerError{Code: m.Code}
		}
	}
}

func newCreate(ctx context.Context, link Link, seats uint8, lifetime uint32,
	m *protocol.Challenge) (*protocol.Create, error) {
	host, creator := link.Host, link.Creator
	create := &protocol.Create{Room: protocol.RoomID(link.RoomID()),
		HostKey: seal.PublicKeyOf(host), Seats: seats, Lifetime: lifetime}
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
