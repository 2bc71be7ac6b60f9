package peer

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// attempt is a connection on its way to a welcome. Its fields belong to the call's goroutine.
type attempt struct {
	conn   *websocket.Conn // nil while it is dialled
	begun  time.Time
	cancel context.CancelFunc // ends the dialling
	timer  *time.Timer        // ends the attempt if the server takes too long
}

// use begins with a connection that has been dialled already.
func (s *socket) use(conn *websocket.Conn) {
	s.open = openTime
	s.next = &attempt{begun: time.Now(), cancel: func() {}}
	s.dialled(conn)
}

// start begins another one.
func (s *socket) start() {
	ctx, cancel := context.WithCancel(s.ctx)
	next := &attempt{begun: time.Now(), cancel: cancel}
	s.next = next
	s.hurry()
	go func() {
		conn, err := dial(ctx, s.origin, s.dialer)
		s.tasks.Enqueue(func() {
			switch {
			case s.next == next && err == nil:
				s.dialled(conn)
			case s.next == next:
				s.fail(nil, err)
			case err == nil: // given up meanwhile
				conn.Close()
			}
		})
	}()
}

func (s *socket) dialled(conn *websocket.Conn) {
	s.next.conn = conn
	s.hurry()
	go s.read(conn)
}

// hurry gives the server its time for the next step of the attempt.
func (s *socket) hurry() {
	next := s.next
	if next.timer != nil {
		next.timer.Stop()
	}
	next.timer = time.AfterFunc(s.open, func() {
		s.tasks.Enqueue(func() {
			if s.next != next {
				return
			}
			s.open = min(slowOpenTime, 2*s.open)
			if s.isJoining() {
				s.drop()
			}
			s.retry("")
		})
	})
}

// isJoining says whether the attempt is the connection that the server takes for ours.
func (s *socket) isJoining() bool { return s.next != nil && s.conn != nil && s.next.conn == s.conn }

// abandon ends the attempt, or the pause before it, but not what is ours already.
func (s *socket) abandon() {
	if s.pause != nil {
		s.pause.Stop()
		s.pause = nil
	}
	if s.next == nil {
		return
	}
	s.next.cancel()
	s.next.timer.Stop()
	if s.next.conn != nil && s.next.conn != s.conn {
		s.next.conn.Close()
	}
	s.next = nil
}

// read passes messages on one by one: it waits until each was handled, so that a server that floods
// waits too.
func (s *socket) read(conn *websocket.Conn) {
	handled := make(chan struct{}, 1)
	for {
		kind, data, err := conn.ReadMessage()
		s.tasks.Enqueue(func() {
			s.take(conn, kind, data, err)
			handled <- struct{}{}
		})
		if err != nil {
			conn.Close()
			return
		}
		select {
		case <-handled:
		case <-s.ctx.Done():
			conn.Close()
			return
		}
	}
}
