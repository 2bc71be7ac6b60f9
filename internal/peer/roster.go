package peer

import (
	"crypto/ed25519"
	"slices"
	"time"
)

// isSignedBy says whether the host key signed this roster for this room.
func (m *rosterMessage) isSignedBy(host publicKey, room roomID) bool {
	return verify(host, rosterText(room, m.Epoch, m.Members), m.Signature)
}

// find gives the line of an sid, or nil. A nil roster is empty.
func (m *rosterMessage) find(sid SID) *member {
	if i := m.place(sid); i >= 0 {
		return &m.Members[i]
	}
	return nil
}

// place counts from 0; -1 means that the sid is not there.
func (m *rosterMessage) place(sid SID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Members, func(line member) bool { return line.SID == sid })
}

// names says whether the sid stands there with this key.
func (m *rosterMessage) names(sid SID, key publicKey) bool {
	line := m.find(sid)
	return line != nil && line.Key == key
}

// signRoster makes the roster that follows last, which may be nil. The clock in the epoch lets a
// reloaded host go on without a memory of its last one.
func signRoster(host ed25519.PrivateKey, room roomID, members []member,
	last *rosterMessage) *rosterMessage {
	m := &rosterMessage{Epoch: uint64(time.Now().UnixMilli()), Members: members}
	if last != nil {
		m.Epoch = max(m.Epoch, last.Epoch+1)
	}
	m.Signature = sign(host, rosterText(room, m.Epoch, members))
	return m
}
