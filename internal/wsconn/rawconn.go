package wsconn

import (
	"net"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// rawConn is the connection below the WebSocket. It counts every byte that comes: pings and empty
// fragments never become messages, and cost time too. What goes out comes from the outbox's
// writer and, for pings and goodbyes, from the library.
type rawConn struct {
	net.Conn
	of *Conn
	// the socket, if what is written here goes there as it is; nil with TLS
	socket syscall.RawConn
	// whoever has put something in it writes; full from the first byte of a message to its last
	turn chan struct{}
}

func newRawConn(inner net.Conn, of *Conn) *rawConn {
	r := &rawConn{Conn: inner, of: of, turn: make(chan struct{}, 1)}
	if below, ok := inner.(syscall.Conn); ok {
		r.socket, _ = below.SyscallConn() // nil with an error
	}
	return r
}

func (r *rawConn) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	r.of.Throttle(n)
	return n, err
}

// Write is for the library, which has nothing to add once the end is on its way.
func (r *rawConn) Write(b []byte) (int, error) {
	select {
	case <-r.of.out.closing:
		return 0, websocket.ErrCloseSent
	default:
		return len(b), r.writeInTurn(b)
	}
}

// writeInTurn waits for its turn, and then until the client has taken all, WriteWait at most.
func (r *rawConn) writeInTurn(message []byte) error {
	r.turn <- struct{}{}
	return r.writeRest(message)
}

// SetWriteDeadline does nothing: each write sets its own.
func (r *rawConn) SetWriteDeadline(time.Time) error { return nil }

// tryTurn takes the turn for writeNow, unless that would have to wait or there is no plain socket
// to write to; endTurn gives it back.
func (r *rawConn) tryTurn() bool {
	if r.socket == nil {
		return false
	}
	select {
	case r.turn <- struct{}{}:
		return true
	default:
		return false
	}
}

func (r *rawConn) endTurn() { <-r.turn }

// writeRest is writeInTurn for a caller that has the turn already.
func (r *rawConn) writeRest(message []byte) error {
	defer r.endTurn()
	return r.writeAll(message)
}

// writeAll is for whoever has the turn, as is writeNow. With an error the connection is closed,
// since a message that ends in the middle is the last; the reader notices.
func (r *rawConn) writeAll(message []byte) error {
	err := r.Conn.SetWriteDeadline(time.Now().Add(WriteWait))
	if err == nil {
		_, err = r.Conn.Write(message)
	}
	if err == nil {
		err = r.Conn.SetWriteDeadline(time.Time{}) // or writeNow would write nothing after it
	}
	if err != nil {
		_ = r.Conn.Close()
	}
	return err
}

// writeNow gives the client what it takes without waiting, and says how many bytes that was: none
// also if the connection is broken, of which writeAll knows more.
func (r *rawConn) writeNow(message []byte) (n int) {
	_ = r.socket.Write(func(fd uintptr) bool {
		n = writeSocket(fd, message)
		return true
	})
	return n
}
