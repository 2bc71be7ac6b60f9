package signal

import (
	"einmal/internal/protocol"
	"einmal/rooms"
)

// The host's signatures are verified here, without the hub's mutex: that takes as long as a hundred
// frames. The room may have changed by then, so it is told under which key they verified, and
// compares that with its own.

// checkCommand verifies a host's command. It gives the host's key, nil if the signature is not good
// or the sender is not the host; and of a deny the key of the knocker it is about.
func (h *Hub) checkCommand(c *clientConn,
	m protocol.Message) (by *protocol.Key, about protocol.Key) {
	switch m.(type) {
	case *protocol.Roster, *protocol.Deny, *protocol.End:
	default:
		return nil, about
	}
	id, host, about := h.commandContext(c, m)
	defer clear(id[:])
	switch m := m.(type) {
	case *protocol.Roster:
		return verifiedKey(host, protocol.RosterBytes(&id, m.Epoch, m.Members), m.Signature), about
	case *protocol.Deny:
		return verifiedKey(host, protocol.DenyBytes(&id, m.SID, about), m.Signature), about
	case *protocol.End:
		return verifiedKey(host, protocol.EndBytes(&id), m.Signature), about
	}
	return nil, about
}

func (h *Hub) commandContext(c *clientConn,
	m protocol.Message) (id protocol.RoomID, host *protocol.Key, about protocol.Key) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return c.joined.room.CommandContext(c.id, m)
}

// checkJoin verifies what the host has signed in a join. It gives the host's key; nil if there is
// no such room, or not all is good.
func (h *Hub) checkJoin(c *clientConn, key rooms.Key, m *protocol.Join) *protocol.Key {
	if m.HostSignature == nil && m.Roster == nil {
		return nil
	}
	by := h.hostKeyOf(key)
	if m.HostSignature != nil {
		by = verifiedKey(by, protocol.JoinHostBytes(c.nonce, &m.Room, m.Key), *m.HostSignature)
	}
	if m.Roster != nil {
		by = verifiedKey(by, protocol.RosterBytes(&m.Room, m.Roster.Epoch, m.Roster.Members),
			m.Roster.Signature)
	}
	return by
}

// hostKeyOf gives the key of a room's host, nil if there is no such room.
func (h *Hub) hostKeyOf(key rooms.Key) *protocol.Key {
	h.mu.Lock()
	l := h.rooms[key]
	if l != nil && !l.room.IsEnding() {
		host := l.room.CurrentHostKey()
		h.mu.Unlock()
		return &host
	}
	h.mu.Unlock()
	record, err := h.config.Store.Get(key)
	if err != nil { // enterRoom reports it
		return nil
	}
	host := protocol.Key(record.HostKey)
	return &host
}

// verifiedKey gives the key if it is there and the signature is good, and clears the message in any
// case.
func verifiedKey(key *protocol.Key, message []byte, signature protocol.Signature) *protocol.Key {
	if key == nil {
		clear(message)
		return nil
	}
	if !protocol.VerifyAndClear(*key, message, signature) {
		return nil
	}
	return key
}
