package peer

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"einmal/internal/links"

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

// isPassing tells the error codes after which coming back makes sense: they are about the moment,
// not about us.
var isPassing = map[string]bool{"too-slow": true, "too-many": true, "internal": true,
	"removed": true}

// ServerError is a refusal by the server. Code is one of the protocol's (section 5).
type ServerError struct{ Code string }

func (e ServerError) Error() string { return "the server refused: " + e.Code }

// socket is the signalling connection of a call. It comes back after a loss, and when the server
// does not answer on it, it opens another one beside it and keeps whichever first shows that it
// lives (protocol, 3.6). What is said on one that proves dead is lost; the resume makes up for it.
// Its fields belong to the call's goroutine.
type socket struct {
	origin string
	dialer dialer
	ctx    context.Context // ends with the call
	box    *mailbox
	conn   *websocket.Conn // that the server takes for ours; nil while there is none
	way    wayBack
	pulse  *pulse
	next   *attempt // nil: none is under way
	pause  *time.Timer
	pauses backoff
	open   time.Duration // how long a step of opening may take
	joined time.Time     // when our join went out on conn
	isLost bool          // the call was told so
	why    string        // what it was told
	ended  bool          // it does not come back

	answer   func(nonce) message // the join of a new connection
	received func(message)
	frame    func(from SID, body []byte)
	lost     func(code string) // too-many: the server has no room for us; or empty
	found    func()            // what seemed lost was slow
	closed   func(code string) // by the server, for good
}

// dialer opens a TCP connection; nil is the system's.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

func (o Options) dialer() dialer {
	if o.Network != nil {
		return o.Network.Dial
	}
	system := net.Dialer{}
	if o.Source.IsValid() {
		system.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(o.Source, 0))
	}
	return system.DialContext
}

// dial opens a connection. The error may be a [ServerError].
func dial(ctx context.Context, origin string, under dialer) (*websocket.Conn, error) {
	address, err := links.SignalURL(origin)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{
		NetDialContext:   under,
		Proxy:            http.ProxyFromEnvironment,
		HandshakeTimeout: dialTime,
		Subprotocols:     []string{"einmal.1"},
	}
	conn, answer, err := dialer.DialContext(ctx, address, http.Header{"Origin": {origin}})
	switch {
	case err == nil:
		conn.SetReadLimit(maxMessage)
		return conn, nil
	case answer != nil && answer.StatusCode == http.StatusForbidden:
		return nil, ServerError{"bad-origin"}
	case answer != nil && answer.StatusCode == http.StatusTooManyRequests:
		return nil, ServerError{"too-many"}
	}
	return nil, fmt.Errorf("connect to the server: %w", err)
}

// take handles what came on a connection: ours, or the one that is being opened beside it.
func (s *socket) take(conn *websocket.Conn, kind int, data []byte, err error) {
	isOurs := conn == s.conn
	if s.ended || !isOurs && (s.next == nil || conn != s.next.conn) {
		return
	}
	if err != nil {
		s.fail(conn, err)
		return
	}
	if isOurs {
		s.pulse.heard = time.Now()
	}
	if kind == websocket.BinaryMessage {
		if isOurs && len(data) > len(SID{}) {
			s.frame(SID(data), data[len(SID{}):])
		}
		return
	}
	m, err := decode(data, fromServer)
	if err != nil { // a server that does not speak the protocol is as good as none
		s.close()
		s.closed("bad-server")
		return
	}
	switch m := m.(type) {
	case *challengeMessage:
		s.join(conn, m.Nonce)
	case *pongMessage:
		if isOurs {
			s.answered()
		}
	case *welcomeMessage:
		if isOurs {
			s.welcomed()
			s.received(m)
		}
	default:
		s.received(m)
	}
}

// join answers a challenge. From then on the server takes this connection for ours: it has shown
// that it works, and the one before has not.
func (s *socket) join(conn *websocket.Conn, n nonce) {
	if conn != s.conn {
		s.drop()
		s.conn = conn
		s.pulse = &pulse{way: &s.way, box: s.box, ping: func() { s.send(&pingMessage{}) },
			silent: s.suspect}
		s.hurry()
	}
	s.joined = time.Now()
	s.send(s.answer(n))
}

func (s *socket) welcomed() {
	if s.isJoining() {
		s.open = min(slowOpenTime, max(openTime, 2*time.Since(s.next.begun)))
		s.way.took(time.Since(s.joined))
		s.abandon()
	}
	s.pauses = backoff{}
	s.pulse.start()
}

// answered: the connection lives, so no other is needed.
func (s *socket) answered() {
	if s.isJoining() {
		return
	}
	s.pulse.answered()
	s.abandon()
	s.pauses = backoff{}
	if s.back() {
		s.found()
	}
}

// suspect follows a question without an answer.
func (s *socket) suspect() {
	s.start()
	next := s.next
	time.AfterFunc(suspectTime, func() {
		s.box.post(func() {
			if s.next == next && !s.ended {
				s.tell("")
			}
		})
	})
}

// fail follows the end of a connection, or of the attempt to dial one if conn is nil.
func (s *socket) fail(conn *websocket.Conn, err error) {
	isOurs := conn != nil && conn == s.conn
	// beside a connection that was suspect
	isGoingOn := isOurs && !s.isJoining() && (s.next != nil || s.pause != nil)
	if isOurs {
		s.drop()
	}
	if code := finalCode(err); code != "" {
		s.close()
		s.closed(code)
		return
	}
	var closing *websocket.CloseError
	switch {
	case isGoingOn:
		s.tell("")
	case errors.As(err, &closing) && closing.Text == "removed": // the server is there
		s.abandon()
		s.later(s.pauses.next(false))
	default:
		s.retry(refusalCode(err))
	}
}

// putOff gives the current connection up and tries another one later.
func (s *socket) putOff() {
	s.drop()
	s.abandon()
	s.tell("")
	s.later(longPause)
}

// back says whether the call had been told that the server is lost, and no longer is.
func (s *socket) back() bool {
	was := s.isLost
	s.isLost = false
	return was
}

func (s *socket) tell(code string) {
	if !s.isLost || s.why != code {
		s.isLost, s.why = true, code
		s.lost(code)
	}
}

func (s *socket) retry(code string) {
	s.abandon()
	s.tell(code)
	s.later(s.pauses.next(code == "too-many"))
}

func (s *socket) later(pause time.Duration) {
	var timer *time.Timer
	timer = time.AfterFunc(pause, func() {
		s.box.post(func() {
			if s.pause == timer && !s.ended {
				s.pause = nil
				s.start()
			}
		})
	})
	s.pause = timer
}

// send drops the message while there is no connection: the resume makes up for it.
func (s *socket) send(m message) { s.write(websocket.TextMessage, encode(m)) }

// sendFrame sends none before the welcome: what went out on the connection before may be lost, and
// a sealed line with a gap in it looks like an attack. After the welcome all lines begin anew.
func (s *socket) sendFrame(to SID, body []byte) {
	if s.isJoining() {
		return
	}
	s.write(websocket.BinaryMessage, append(to[:], body...))
}

func (s *socket) write(kind int, data []byte) {
	if s.conn == nil {
		return
	}
	s.conn.SetWriteDeadline(time.Now().Add(writeTime))
	if err := s.conn.WriteMessage(kind, data); err != nil {
		s.conn.Close() // the reader notices
	}
}

// drop lets go of the current connection.
func (s *socket) drop() {
	if s.conn != nil {
		s.pulse.stop()
		s.conn.Close()
		s.conn = nil
	}
}

// close gives the connection up; it does not come back.
func (s *socket) close() {
	s.ended = true
	s.abandon()
	if s.conn != nil {
		goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		s.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeTime))
	}
	s.drop()
}
