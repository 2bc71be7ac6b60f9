package signal

import (
	"bufio"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// line is the connection below the WebSocket. It counts every byte that comes: pings and empty
// fragments never become messages, and cost us time too. What goes out comes from the outbox's
// writer and, for pings and goodbyes, from the library.
type line struct {
	net.Conn
	of  *conn
	raw syscall.RawConn // the socket, if what is written here goes there as it is; nil with TLS
	// who put something in it is the one who writes; full from the first byte of a message to its
	// last
	turn chan struct{}
}

func newLine(inner net.Conn, of *conn) *line {
	l := &line{Conn: inner, of: of, turn: make(chan struct{}, 1)}
	if socket, ok := inner.(syscall.Conn); ok {
		l.raw, _ = socket.SyscallConn() // nil with an error
	}
	return l
}

func (l *line) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	l.of.spend(n)
	return n, err
}

// Write is for the library, which has nothing to add once the end is on its way.
func (l *line) Write(b []byte) (int, error) {
	select {
	case <-l.of.out.over:
		return 0, websocket.ErrCloseSent
	default:
		return len(b), l.write(b)
	}
}

// write waits for its turn and until the client has taken all, writeWait at most.
func (l *line) write(message []byte) error {
	l.turn <- struct{}{}
	return l.writeRest(message)
}

// SetWriteDeadline does nothing: each write sets its own.
func (l *line) SetWriteDeadline(time.Time) error { return nil }

// tryBegin takes the turn for writeNow, unless that would have to wait or there is no plain socket
// to write to; end gives it back.
func (l *line) tryBegin() bool {
	if l.raw == nil {
		return false
	}
	select {
	case l.turn <- struct{}{}:
		return true
	default:
		return false
	}
}

func (l *line) end() { <-l.turn }

// writeRest is write for who has the turn already.
func (l *line) writeRest(message []byte) error {
	defer l.end()
	return l.writeAll(message)
}

// writeAll is for who has the turn, as is writeNow. With an error the line is closed, since a
// message that ends in the middle is the last; the reader notices.
func (l *line) writeAll(message []byte) error {
	err := l.Conn.SetWriteDeadline(time.Now().Add(writeWait))
	if err == nil {
		_, err = l.Conn.Write(message)
	}
	if err == nil {
		err = l.Conn.SetWriteDeadline(time.Time{}) // or writeNow would write nothing after it
	}
	if err != nil {
		_ = l.Conn.Close()
	}
	return err
}

// writeNow gives the client what it takes without waiting, and says how many bytes that was: none
// also if the connection is broken, of which writeAll knows more.
func (l *line) writeNow(message []byte) (n int) {
	_ = l.raw.Write(func(socket uintptr) bool {
		n = writeSocket(socket, message)
		return true
	})
	return n
}

// lineWriter puts a line under the WebSocket that the upgrader makes.
type lineWriter struct {
	http.ResponseWriter
	of *conn
}

func (w lineWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	inner, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.of.line = newLine(inner, w.of)
	return w.of.line, buffers, nil
}
