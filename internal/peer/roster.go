package peer

import (
	"crypto/ed25519"
	"encoding/binary"
	"time"
)

// isSignedRoster says whether the host key signed this roster for this room.
func isSignedRoster(m *rosterMessage, host publicKey, room roomID) bool {
	return verify(host, rosterText(room, m.Epoch, m.Members), m.Signature)
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

func namesText(room roomID, epoch uint64, names []namedMember) []byte {
	text := append([]byte("einmal/1 names"), room[:]...)
	text = binary.BigEndian.AppendUint64(text, epoch)
	text = append(text, uint8(len(names)))
	for _, n := range names {
		text = append(text, n.SID[:]...)
		text = binary.BigEndian.AppendUint16(text, uint16(len(n.Name)))
		text = append(text, n.Name...)
	}
	return text
}

// signNames makes the word that follows last, which may be nil.
func signNames(host ed25519.PrivateKey, room roomID, names []namedMember,
	last *namesMessage) *namesMessage {
	m := &namesMessage{Epoch: uint64(time.Now().UnixMilli()), Names: names}
	if last != nil {
		m.Epoch = max(m.Epoch, last.Epoch+1)
	}
	m.Signature = sign(host, namesText(room, m.Epoch, names))
	return m
}
