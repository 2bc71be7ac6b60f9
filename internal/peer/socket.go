package peer

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
	dialTime  = 15 * time.Second // for a single attempt
	writeTime = 10 * time.Second
	// How long each step of opening may take: at first, and on a line that has shown itself slower.
	openTime     = 8 * time.Second
	slowOpenTime = 32 * time.Second
	// A connection that has been suspect for so long is called lost: until then another one is most
	// often there.
	suspectTime = 2 * time.Second
)

// signalClient is the signalling connection of a call. It comes back after a loss, and when the
// server does not answer on it, it opens another one beside it and keeps whichever first shows that
// it lives (protocol, 3.6). What is said on one that proves dead is lost; the resume makes up for
// it. Its fields belong to the call's goroutine.
type signalClient struct {
	origin    string
	dialer    dialer
	ctx       context.Context // ends with the call
	tasks     *taskqueue.Queue
	conn      *websocket.Conn // that the server takes for ours; nil while there is none
	roundTrip roundTrip
	heartbeat *heartbeat
	attempt   *attempt // nil: none is under way
	pause     *time.Timer
	backoff   backoff
	stepTime  time.Duration // how long a step of opening may take
	joinedAt  time.Time     // when our join went out on conn
	isLost    bool          // the call was told so
	lossCode  string        // what it was told
	ended     bool          // it does not come back

	newJoin     func(protocol.Nonce) protocol.Message // the join of a new connection
	onMessage   func(protocol.Message)
	onFrame     func(from protocol.SID, body []byte)
	onLost      func(code string) // too-many: the server has no room for us; or empty
	onRecovered func()            // what seemed lost was slow
	onClosed    func(code string) // by the server, for good
}

// handleMessage handles what came on a connection: ours, or the one that is being opened beside it.
func (s *signalClient) handleMessage(conn *websocket.Conn, kind int, data []byte, err error) {
	isOurs := conn == s.conn
	if s.ended || !isOurs && (s.attempt == nil || conn != s.attempt.conn) {
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
			s.onFrame(protocol.SID(data), data[len(protocol.SID{}):])
		}
		return
	}
	m, err := protocol.Decode(data, protocol.FromServer)
	if err != nil { // a server that does not speak the protocol is as good as none
		s.close()
		s.onClosed("bad-server")
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
			s.onMessage(m)
		}
	default:
		s.onMessage(m)
	}
}

// answerChallenge answers a challenge. From then on the server takes this connection for ours: it
// has shown that it works, and the one before has not.
func (s *signalClient) answerChallenge(conn *websocket.Conn, n protocol.Nonce) {
	if conn != s.conn {
		s.dropConnection()
		s.conn = conn
		s.heartbeat = &heartbeat{roundTrip: &s.roundTrip, tasks: s.tasks,
			sendPing:  func() { s.sendMessage(&protocol.Ping{}) },
			onSilence: s.handleSilence}
		s.restartTimer()
	}
	s.joinedAt = time.Now()
	s.sendMessage(s.newJoin(n))
}

func (s *signalClient) handleWelcome() {
	if s.isJoining() {
		s.stepTime = min(slowOpenTime, max(openTime, 2*time.Since(s.attempt.begun)))
		s.roundTrip.observe(time.Since(s.joinedAt))
		s.abandonAttempt()
	}
	s.backoff = backoff{}
	s.heartbeat.schedulePing()
}

// handlePong: the connection lives, so no other is needed.
func (s *signalClient) handlePong() {
	if s.isJoining() {
		return
	}
	s.heartbeat.handlePong()
	s.abandonAttempt()
	s.backoff = backoff{}
	if s.clearLoss() {
		s.onRecovered()
	}
}

// handleSilence follows a question without an answer.
func (s *signalClient) handleSilence() {
	s.startAttempt()
	next := s.attempt
	time.AfterFunc(suspectTime, func() {
		s.tasks.Enqueue(func() {
			if s.attempt == next && !s.ended {
				s.reportLoss("")
			}
		})
	})
}

// handleLoss follows the end of a connection, or of the attempt to dial one if conn is nil.
func (s *signalClient) handleLoss(conn *websocket.Conn, err error) {
	isOurs := conn != nil && conn == s.conn
	// beside a connection that was suspect
	isGoingOn := isOurs && !s.isJoining() && (s.attempt != nil || s.pause != nil)
	if isOurs {
		s.dropConnection()
	}
	if code := finalCode(err); code != "" {
		s.close()
		s.onClosed(code)
		return
	}
	var closing *websocket.CloseError
	switch {
	case isGoingOn:
		s.reportLoss("")
	case errors.As(err, &closing) && closing.Text == "removed": // the server is there
		s.abandonAttempt()
		s.scheduleAttempt(s.backoff.nextPause(false))
	default:
		s.retryWithBackoff(refusalCode(err))
	}
}

// postpone gives the current connection up and tries another one later.
func (s *signalClient) postpone() {
	s.dropConnection()
	s.abandonAttempt()
	s.reportLoss("")
	s.scheduleAttempt(longPause)
}

// clearLoss says whether the call had been told that the server is lost, and no longer is.
func (s *signalClient) clearLoss() bool {
	was := s.isLost
	s.isLost = false
	return was
}

func (s *signalClient) reportLoss(code string) {
	if !s.isLost || s.lossCode != code {
		s.isLost, s.lossCode = true, code
		s.onLost(code)
	}
}

func (s *signalClient) retryWithBackoff(code string) {
	s.abandonAttempt()
	s.reportLoss(code)
	s.scheduleAttempt(s.backoff.nextPause(code == "too-many"))
}

func (s *signalClient) scheduleAttempt(pause time.Duration) {
	var timer *time.Timer
	timer = time.AfterFunc(pause, func() {
		s.tasks.Enqueue(func() {
			if s.pause == timer && !s.ended {
				s.pause = nil
				s.startAttempt()
			}
		})
	})
	s.pause = timer
}

// isConnected says whether there is a connection that the server takes for ours.
func (s *signalClient) isConnected() bool { return s.conn != nil }

// localAddr is our address on the connection, while there is one.
func (s *signalClient) localAddr() net.Addr { return s.conn.LocalAddr() }

// sendMessage drops the message while there is no connection: the resume makes up for it.
func (s *signalClient) sendMessage(m protocol.Message) {
	s.writeMessage(websocket.TextMessage, protocol.Encode(m))
}

// sendFrame sends none before the welcome: what went out on the connection before may be lost, and
// a sealed line with a gap in it looks like an attack. After the welcome all lines begin anew.
func (s *signalClient) sendFrame(to protocol.SID, body []byte) {
	if s.isJoining() {
		return
	}
	s.writeMessage(websocket.BinaryMessage, append(to[:], body...))
}

func (s *signalClient) writeMessage(kind int, data []byte) {
	if s.conn == nil {
		return
	}
	s.conn.SetWriteDeadline(time.Now().Add(writeTime))
	if err := s.conn.WriteMessage(kind, data); err != nil {
		s.conn.Close() // the reader notices
	}
}

// dropConnection lets go of the current connection.
func (s *signalClient) dropConnection() {
	if s.conn != nil {
		s.heartbeat.stop()
		s.conn.Close()
		s.conn = nil
	}
}

// close gives the connection up; it does not come back.
func (s *signalClient) close() {
	s.ended = true
	s.abandonAttempt()
	if s.conn != nil {
		goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		s.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeTime))
	}
	s.dropConnection()
}
