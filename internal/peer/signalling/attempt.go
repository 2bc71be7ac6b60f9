package signalling

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

// StartWith begins with a connection that is dialled already.
func (s *Client) StartWith(conn *websocket.Conn) {
	s.stepTime = OpenTime
	s.attempt = &attempt{begun: time.Now(), cancel: func() {}}
	s.useDialled(conn)
}

// startAttempt dials another connection.
func (s *Client) startAttempt() {
	ctx, cancel := context.WithCancel(s.Context)
	next := &attempt{begun: time.Now(), cancel: cancel}
	s.attempt = next
	s.restartTimer()
	go func() {
		conn, err := Dial(ctx, s.Origin, s.Dialer)
		s.Tasks.Enqueue(func() {
			switch {
			case s.attempt == next && err == nil:
				s.useDialled(conn)
			case s.attempt == next:
				s.handleLoss(nil, err)
			case err == nil: // given up meanwhile
				conn.Close()
			}
		})
	}()
}

func (s *Client) useDialled(conn *websocket.Conn) {
	s.attempt.conn = conn
	s.restartTimer()
	go s.readMessages(conn)
}

// restartTimer gives the server time for the next step of the attempt.
func (s *Client) restartTimer() {
	next := s.attempt
	if next.timer != nil {
		next.timer.Stop()
	}
	next.timer = time.AfterFunc(s.stepTime, func() {
		s.Tasks.Enqueue(func() {
			if s.attempt != next {
				return
			}
			s.stepTime = min(slowOpenTime, 2*s.stepTime)
			if s.isJoining() {
				s.dropConnection()
			}
			s.retryWithBackoff("")
		})
	})
}

// isJoining reports whether the attempt is the connection that the server takes for ours.
func (s *Client) isJoining() bool {
	return s.attempt != nil && s.Conn != nil && s.attempt.conn == s.Conn
}

// abandonAttempt ends the attempt, or the pause before it, but not what is ours already.
func (s *Client) abandonAttempt() {
	if s.pause != nil {
		s.pause.Stop()
		s.pause = nil
	}
	if s.attempt == nil {
		return
	}
	s.attempt.cancel()
	s.attempt.timer.Stop()
	if s.attempt.conn != nil && s.attempt.conn != s.Conn {
		s.attempt.conn.Close()
	}
	s.attempt = nil
}

// readMessages passes messages on one by one and waits until each is handled, so that a server that
// floods has to wait too.
func (s *Client) readMessages(conn *websocket.Conn) {
	handled := make(chan struct{}, 1)
	for {
		kind, data, err := conn.ReadMessage()
		s.Tasks.Enqueue(func() {
			s.handleMessage(conn, kind, data, err)
			handled <- struct{}{}
		})
		if err != nil {
			conn.Close()
			return
		}
		select {
		case <-handled:
		case <-s.Context.Done():
			conn.Close()
			return
		}
	}
}
