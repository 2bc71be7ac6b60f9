package signal

import (
	"crypto/rand"
	"sync/atomic"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
)

// clientConn is the connection of one client, and what has come of it. Its reader goroutine owns
// all but conn and made, which anybody may use, and live, which is set by the reader under the
// hub's mutex.
type clientConn struct {
	hub    *Hub
	id     socket
	conn   *wsconn.Conn
	source *sourcelimit.Source
	nonce  protocol.Nonce
	late   *time.Timer // cuts off a client that neither creates nor joins; nil after that
	made   atomic.Bool // it created a room
	live   *live       // the room it joined, or nil
}

func newClientConn(h *Hub, conn *wsconn.Conn, source *sourcelimit.Source) *clientConn {
	c := &clientConn{hub: h, conn: conn, source: source}
	rand.Read(c.nonce[:])
	return c
}

// stay says that the client need not hurry any more.
func (c *clientConn) stay() {
	if c.late != nil {
		c.late.Stop()
		c.late = nil
	}
}

func (c *clientConn) challenge() *protocol.Challenge {
	m := &protocol.Challenge{Nonce: c.nonce}
	if c.hub.config.Work > 0 {
		m.Work = &c.hub.config.Work
	}
	return m
}

// say sends this client alone a message.
func (c *clientConn) say(m protocol.Message) { c.conn.SendText(protocol.Encode(m)) }

func (c *clientConn) endWith(code protocol.Code) { c.conn.EndWith(endingFor(code)) }
