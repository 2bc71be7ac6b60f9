package peer

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/signalling"
)

// TestALostAnswerStillGivesARoom: the connection goes at the worst moments, or the server itself
// does.
func TestALostAnswerStillGivesARoom(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	for name, c := range map[string]struct {
		kind  string
		times int32
		kill  bool
	}{
		"the create is lost":                             {"create", 1, false},
		"the answer is lost":                             {"created", 1, false},
		"the answer is lost three times":                 {"created", 3, false},
		"the server is killed when it has made the room": {"created", 1, true},
		"the server is killed when it hears of the room": {"create", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t)
			p := s.proxy(t)
			var lost atomic.Int32 // both directions look
			die, back := make(chan struct{}), make(chan struct{})
			p.cuts = func(data []byte) bool {
				if lost.Load() == c.times || !bytes.HasPrefix(data,
					[]byte(`{"kind":"`+c.kind+`"`)) {
					return false
				}
				lost.Add(1)
				if c.kill {
					die <- struct{}{}
					<-back
				}
				return true
			}
			link, err := links.New(p.origin, Chat)
			if err != nil {
				t.Fatal(err)
			}
			var expires time.Time
			made := make(chan error)
			go func() {
				at, err := Create(t.Context(), link, 2, time.Hour)
				expires = at
				made <- err
			}()
			if c.kill {
				<-die
				s.kill()
				s.restart()
				close(back)
			}
			if err = <-made; err != nil || lost.Load() != c.times {
				t.Fatalf("after %d losses: %v", lost.Load(), err)
			}
			link.Origin = s.origin
			if again, err := Create(t.Context(), link, 2, time.Hour); err != nil ||
				!again.Equal(expires) {
				t.Errorf("the room expires at %v; said was %v, %v", again, expires, err)
			}
			host := s.join(link, Options{Name: "Host"})
			host.until(Joined)
		})
	}
}

func TestAServerThatStaysAwayMakesNoRoom(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := s.proxy(t)
	p.cuts = func(data []byte) bool { return bytes.HasPrefix(data, []byte(`{"kind":"created"`)) }
	link, err := links.New(p.origin, Chat)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, err = Create(ctx, link, 2, time.Hour)
	var refused signalling.ServerError
	if err == nil || errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
}
