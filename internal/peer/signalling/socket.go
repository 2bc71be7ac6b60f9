// Package signalling is the WebSocket to the server (protocol, section 3): it opens it, keeps it
// alive with a heartbeat, and opens another one after a loss. What the messages mean for a call is
// not its business: it hands them to functions.
package signalling

import (
	"context"
	"errors"
	"net"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/taskqueue"

	"github.com/gorilla/websocket"
)

const (
	DialTime  = 15 * time.Second // for a single attempt
	writeTime = 10 * time.Second
	// How long each step of opening may take: at first, and on a line that has shown itself slower.
	OpenTime     = 8 * time.Second
	slowOpenTime = 32 * time.Second
	// A connection that has been suspect for so long is called lost: until then another one is most
	// often there.
	suspectTime = 2 * time.Second
)

// Client is the signalling connection of a call. It comes back after a loss, and when the
// server does not answer on it, it opens another one beside it and keeps whichever first shows that
// it lives (protocol, 3.6). What is said on one that proves dead is lost; the resume makes up for
// it. Its fields belong to the call's goroutine.
type Client struct {
	Origin    string
	Dialer    Dialer
	Context   context.Context // ends with the call
	Tasks     *taskqueue.Queue
	Conn      *websocket.Conn // that the server takes for ours; nil while there is none
	roundTrip roundTrip
	heartbeat *heartbeat
	attempt   *attempt // nil: none is under way
	pause     *time.Timer
	backoff   Backoff
	stepTime  time.Duration    // how long a step of opening may take
	joinedAt  time.Time        // when our join went out on conn
	isLost    bool             // reported to the call
	lossCode  string           // the code reported with it
	ended     bool             // it does not come back
	leaving   func(heard bool) // takes the end of the connection once we have said leave; or nil

	NewJoin     func(protocol.Nonce) protocol.Message // the join of a new connection
	OnMessage   func(protocol.Message)
	OnFrame     func(from protocol.SID, body []byte)
	OnLost      func(code string) // too-many: the server has no room for us; or empty
	OnRecovered func()            // the connection reported lost was only slow
	OnClosed    func(code string) // by the server, for good
}

// handleMessage handles what came on a connection: ours, or the one that is being opened beside it.
func (s *Client) handleMessage(conn *websocket.Conn, kind int, data []byte, err error) {
	isOurs := conn == s.Conn
	if s.ended || !isOurs && (s.attempt == nil || conn != s.attempt.conn) {
		return
	}
	if s.leaving != nil {
		if err != nil {
			s.leaving(websocket.IsCloseError(err, websocket.CloseNormalClosure))
		}
		return
	}
	if err != nil {
		s.handleLoss(conn, err)
		return
	}
	if isOurs {
		s.heartbeat.lastHeard = time.Now()
	}
	if kind == websocket.BinaryMessage {
		if isOurs && len(data) > len(protocol.SID{}) {
			s.OnFrame(protocol.SID(data), data[len(protocol.SID{}):])
		}
		return
	}
	m, err := protocol.Decode(data, protocol.FromServer)
	if err != nil { // a server that does not speak the protocol is as good as none
		s.Close()
		s.OnClosed("bad-server")
		return
	}
	switch m := m.(type) {
	case *protocol.Challenge:
		s.answerChallenge(conn, m.Nonce)
	case *protocol.Pong:
		if isOurs {
			s.handlePong()
		}
	case *protocol.Welcome:
		if isOurs {
			s.handleWelcome()
			s.OnMessage(m)
		}
	default:
		s.OnMessage(m)
	}
}

// answerChallenge answers a challenge. From then on the server takes this connection for ours: it
// has shown that it works, and the one before has not.
func (s *Client) answerChallenge(conn *websocket.Conn, n protocol.Nonce) {
	if conn != s.Conn {
		s.dropConnection()
		s.Conn = conn
		s.heartbeat = &heartbeat{roundTrip: &s.roundTrip, tasks: s.Tasks,
			sendPing:  func() { s.SendMessage(&protocol.Ping{}) },
			onSilence: s.handleSilence}
		s.restartTimer()
	}
	s.joinedAt = time.Now()
	s.SendMessage(s.NewJoin(n))
}

func (s *Client) handleWelcome() {
	if s.isJoining() {
		s.stepTime = min(slowOpenTime, max(OpenTime, 2*time.Since(s.attempt.begun)))
		s.roundTrip.observe(time.Since(s.joinedAt))
		s.abandonAttempt()
	}
	s.backoff = Backoff{}
	s.heartbeat.schedulePing()
}

// handlePong: the connection works, so no other is needed.
func (s *Client) handlePong() {
	if s.isJoining() {
		return
	}
	s.heartbeat.handlePong()
	s.abandonAttempt()
	s.backoff = Backoff{}
	if s.ClearLoss() {
		s.OnRecovered()
	}
}

// handleSilence follows a ping without an answer: it opens another connection beside this one.
func (s *Client) handleSilence() {
	s.startAttempt()
	next := s.attempt
	time.AfterFunc(suspectTime, func() {
		s.Tasks.Enqueue(func() {
			if s.attempt == next && !s.ended {
				s.reportLoss("")
			}
		})
	})
}

// handleLoss follows the end of a connection, or of an attempt to dial one if conn is nil.
func (s *Client) handleLoss(conn *websocket.Conn, err error) {
	isOurs := conn != nil && conn == s.Conn
	// beside a connection that was suspect
	isGoingOn := isOurs && !s.isJoining() && (s.attempt != nil || s.pause != nil)
	if isOurs {
		s.dropConnection()
	}
	if code := finalCode(err); code != "" {
		s.Close()
		s.OnClosed(code)
		return
	}
	var closing *websocket.CloseError
	switch {
	case isGoingOn:
		s.reportLoss("")
	case errors.As(err, &closing) && closing.Text == "removed": // the server is there
		s.abandonAttempt()
		s.scheduleAttempt(s.backoff.NextPause(false))
	default:
		s.retryWithBackoff(refusalCode(err))
	}
}

// Postpone gives up the current connection and tries another one later.
func (s *Client) Postpone() {
	s.dropConnection()
	s.abandonAttempt()
	s.reportLoss("")
	s.scheduleAttempt(longPause)
}

// ClearLoss reports whether the call had been told that the server is lost, and no longer is.
func (s *Client) ClearLoss() bool {
	was := s.isLost
	s.isLost = false
	return was
}

func (s *Client) reportLoss(code string) {
	if !s.isLost || s.lossCode != code {
		s.isLost, s.lossCode = true, code
		s.OnLost(code)
	}
}

func (s *Client) retryWithBackoff(code string) {
	s.abandonAttempt()
	s.reportLoss(code)
	s.scheduleAttempt(s.backoff.NextPause(code == "too-many"))
}

func (s *Client) scheduleAttempt(pause time.Duration) {
	var timer *time.Timer
	timer = time.AfterFunc(pause, func() {
		s.Tasks.Enqueue(func() {
			if s.pause == timer && !s.ended {
				s.pause = nil
				s.startAttempt()
			}
		})
	})
	s.pause = timer
}

// IsConnected reports whether there is a connection that the server takes for ours.
func (s *Client) IsConnected() bool { return s.Conn != nil }

// LocalAddr is our address on the connection, while there is one.
func (s *Client) LocalAddr() net.Addr { return s.Conn.LocalAddr() }

// SendMessage drops the message while there is no connection: the resume makes up for it.
func (s *Client) SendMessage(m protocol.Message) {
	s.writeMessage(websocket.TextMessage, protocol.Encode(m))
}

// SendFrame sends none before the welcome: what went out on the connection before may be lost, and
// a sealed line with a gap in it looks like an attack. After the welcome all lines begin anew.
func (s *Client) SendFrame(to protocol.SID, body []byte) {
	if s.isJoining() {
		return
	}
	s.writeMessage(websocket.BinaryMessage, append(to[:], body...))
}

func (s *Client) writeMessage(kind int, data []byte) {
	if s.Conn == nil {
		return
	}
	s.Conn.SetWriteDeadline(time.Now().Add(writeTime))
	if err := s.Conn.WriteMessage(kind, data); err != nil {
		s.Conn.Close() // the reader notices
	}
}

// dropConnection lets go of the current connection.
func (s *Client) dropConnection() {
	if s.Conn != nil {
		s.heartbeat.stop()
		s.Conn.Close()
		s.Conn = nil
	}
}

// Leave says a last message, gives up the connection once the server has closed it for that, and
// reports whether it has. The server may have to write first, but it has no more than the patience.
func (s *Client) Leave(m protocol.Message, patience time.Duration, report func(heard bool)) {
	if s.Conn == nil {
		s.Close()
		report(false)
		return
	}
	s.abandonAttempt()
	s.heartbeat.stop()
	s.leaving = func(heard bool) {
		s.Close()
		report(heard)
	}
	s.SendMessage(m)
	time.AfterFunc(patience, func() {
		s.Tasks.Enqueue(func() {
			if !s.ended {
				s.leaving(false)
			}
		})
	})
}

// Close gives up the connection for good.
func (s *Client) Close() {
	s.ended = true
	s.abandonAttempt()
	if s.Conn != nil {
		goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		s.Conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeTime))
	}
	s.dropConnection()
}
