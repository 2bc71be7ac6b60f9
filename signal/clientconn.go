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
	hub       *Hub
	id        connID
	conn      *wsconn.Conn
	source    *sourcelimit.Source
	nonce     protocol.Nonce
	joinTimer *time.Timer // cuts off a client that neither creates nor joins; nil after that
	created   atomic.Bool // it created a room
	joined    *liveRoom   // the room it joined, or nil
}

func newClientConn(h *Hub, conn *wsconn.Conn, source *sourcelimit.Source) *clientConn {
	c := &clientConn{hub: h, conn: conn, source: source}
	rand.Read(c.nonce[:])
	return c
}

// stopJoinTimer says that the client need not hurry any more.
func (c *clientConn) stopJoinTimer() {
	if c.joinTimer != nil {
		c.joinTimer.Stop()
		c.joinTimer = nil
	}
}

func (c *clientConn) challenge() *protocol.Challenge {
	m := &protocol.Challenge{Nonce: c.nonce}
	if c.hub.config.Create.Work > 0 {
		m.Work = &c.hub.config.Create.Work
	}
	return m
}

// sendMessage sends this client alone a message.
func (c *clientConn) sendMessage(m protocol.Message) { c.conn.SendText(protocol.Encode(m)) }

func (c *clientConn) endWith(code protocol.Code) { c.conn.EndWith(endingFor(code)) }
