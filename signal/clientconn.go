package signal

import (
	"crypto/rand"
	"sync/atomic"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
)

// clientConn is one client's connection, and what has come of it. The goroutine that reads owns all
// but conn and created, which anybody may use, and joined, which it sets under the hub's mutex.
type clientConn struct {
	hub       *Hub
	id        roomstate.ConnID
	conn      *wsconn.Conn
	source    *sourcelimit.Source
	nonce     protocol.Nonce
	joinTimer *time.Timer  // cuts off a client that neither creates nor joins; nil after that
	created   atomic.Bool  // it created a room
	joined    *liveRoom    // the room it joined, or nil
	box       *boxTransfer // the box that it fills or empties, or nil
}

func newClientConn(h *Hub, conn *wsconn.Conn, source *sourcelimit.Source) *clientConn {
	c := &clientConn{hub: h, conn: conn, source: source}
	rand.Read(c.nonce[:])
	return c
}

// stopJoinTimer lets the client take its time from here on.
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
