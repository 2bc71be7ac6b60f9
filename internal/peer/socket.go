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
	dialTime   = 15 * time.Second
	writeTime  = 10 * time.Second
	silentTime = 50 * time.Second // the server pings every 20 s
)

// pauses before the n-th attempt to come back; the last one repeats.
var pauses = []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// isPassing tells the error codes after which coming back makes sense: they are about the moment, not about us.
var isPassing = map[string]bool{"too-slow": true, "too-many": true, "internal": true}

// ServerError is a refusal by the server. Code is one of the protocol's (section 5).
type ServerError struct{ Code string }

func (e ServerError) Error() string { return "the server refused: " + e.Code }

// socket is the signalling connection of a call. It comes back after a loss. Its fields belong to the call's goroutine.
type socket struct {
	origin string
	dialer dialer
	ctx    context.Context // ends with the call
	box    *mailbox
	conn   *websocket.Conn // nil while lost
	losses int             // since it last worked
	ended  bool            // it does not come back

	answer   func(nonce) message // the join of a new connection
	received func(message)
	frame    func(from SID, body []byte)
	lost     func()
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

// use makes a connection the current one and reads it.
func (s *socket) use(conn *websocket.Conn) {
	s.conn = conn
	conn.SetReadDeadline(time.Now().Add(silentTime))
	conn.SetPingHandler(func(data string) error {
		conn.SetReadDeadline(time.Now().Add(silentTime))
		// A pong that cannot be written is noticed by the reader.
		conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTime))
		return nil
	})
	go s.read(conn)
}

// read passes messages on one by one: it waits until each was handled, so that a server that floods waits too.
func (s *socket) read(conn *websocket.Conn) {
	handled := make(chan struct{}, 1)
	for {
		kind, data, err := conn.ReadMessage()
		s.box.post(func() {
			if s.conn == conn {
				s.take(kind, data, err)
			}
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

func (s *socket) take(kind int, data []byte, err error) {
	if err != nil {
		s.fail(err)
		return
	}
	if kind == websocket.BinaryMessage {
		if len(data) > len(SID{}) {
			s.frame(SID(data), data[len(SID{}):])
		}
		return
	}
	m, err := decode(data, serverVocabulary)
	if err != nil { // a server that does not speak the protocol is as good as none
		s.close()
		s.closed("bad-server")
		return
	}
	switch m := m.(type) {
	case *challengeMessage:
		s.send(s.answer(m.Nonce))
		return
	case *welcomeMessage:
		s.losses = 0
	}
	s.received(m)
}

// fail follows the end of the current connection.
func (s *socket) fail(err error) {
	s.conn = nil
	var closing *websocket.CloseError
	if errors.As(err, &closing) && !isPassing[closing.Text] {
		switch closing.Code {
		case websocket.ClosePolicyViolation:
			s.closed(closing.Text)
			return
		case websocket.CloseMessageTooBig:
			s.closed("too-large")
			return
		}
	}
	s.lost()
	s.retry()
}

// putOff gives the current connection up and tries another one later.
func (s *socket) putOff() {
	s.conn.Close()
	s.conn, s.losses = nil, len(pauses)
	s.lost()
	s.retry()
}

func (s *socket) retry() {
	pause := pauses[min(s.losses, len(pauses)-1)]
	s.losses++
	time.AfterFunc(pause, func() {
		conn, err := dial(s.ctx, s.origin, s.dialer)
		s.box.post(func() {
			switch {
			case s.ended:
				if err == nil {
					conn.Close()
				}
			case err != nil:
				s.retry()
			default:
				s.use(conn)
			}
		})
	})
}

// send drops the message while the connection is lost: the resume makes up for it.
func (s *socket) send(m message) { s.write(websocket.TextMessage, encode(m)) }

func (s *socket) sendFrame(to SID, body []byte) {
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

// close gives the connection up; it does not come back.
func (s *socket) close() {
	s.ended = true
	if s.conn == nil {
		return
	}
	s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(writeTime))
	s.conn.Close()
	s.conn = nil
}
