package seal

import (
	"crypto/ed25519"
	"encoding/binary"
	"time"

	"einmal/internal/peer/protocol"
)

// IsSignedRoster reports whether the host key signed this roster for this room.
func IsSignedRoster(m *protocol.Roster, host protocol.PublicKey, room protocol.RoomID) bool {
	return IsSignature(host, RosterText(room, m.Epoch, m.Members), m.Signature)
}

// SignRoster makes the roster that follows last, which may be nil. The clock in the epoch lets a
// reloaded host go on without a memory of its last one.
func SignRoster(host ed25519.PrivateKey, room protocol.RoomID, members []protocol.Member,
	last *protocol.Roster) *protocol.Roster {
	m := &protocol.Roster{Epoch: uint64(time.Now().UnixMilli()), Members: members}
	if last != nil {
		m.Epoch = max(m.Epoch, last.Epoch+1)
	}
	m.Signature = SignText(host, RosterText(room, m.Epoch, members))
	return m
}

func NamesText(room protocol.RoomID, epoch uint64, names []protocol.NamedMember) []byte {
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

// SignNames makes the word that follows last, which may be nil.
func SignNames(host ed25519.PrivateKey, room protocol.RoomID, names []protocol.NamedMember,
	last *protocol.Names) *protocol.Names {
	m := &protocol.Names{Epoch: uint64(time.Now().UnixMilli()), Names: names}
	if last != nil {
		m.Epoch = max(m.Epoch, last.Epoch+1)
	}
	m.Signature = SignText(host, NamesText(room, m.Epoch, names))
	return m
}
