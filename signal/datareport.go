package signal

import (
	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/wsconn"
)

// What the server holds at this moment, for the person it is about (docs/protocol.md, 3.3). Nothing
// is collected for it: each field is read from memory the server needs anyway. datareport_test.go
// walks all of that, so a new field is either reported or listed with the reason why not.

// reportData answers a client that has joined.
func (c *clientConn) reportData() protocol.Code {
	if c.joined == nil {
		return protocol.CodeWrongState
	}
	var m *protocol.DataReport
	var roomTag, peerTag string
	c.hub.withRoom(c.joined, func(r *roomstate.Room) protocol.Code {
		m, peerTag = r.DataReport(c.id, c.joined.key.Handle())
		roomTag = r.RelayTag()
		return ""
	})
	if m == nil { // just removed, or the room is over: the last word is on its way
		return ""
	}
	m.Address, m.Created = c.conn.RemoteAddr().String(), c.created.Load()
	if m.Relay != nil {
		m.Relay.Allocations = c.hub.relayAllocations(roomTag, peerTag)
	}
	c.sendMessage(m)
	c.conn.Throttle(wsconn.Rate) // more often than once a second is slowed down, after a while
	return ""
}

// relayAllocations asks the relay.
func (h *Hub) relayAllocations(roomTag, peerTag string) []protocol.Allocation {
	if h.config.Relay.Allocations == nil {
		return nil
	}
	held := h.config.Relay.Allocations(roomTag, peerTag)
	return held[:min(len(held), protocol.MaxAllocations)]
}
