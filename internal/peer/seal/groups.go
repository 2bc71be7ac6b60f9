package seal

import (
	"encoding/binary"

	"einmal/internal/peer/protocol"
)

// GroupsText is what the host signs of its word on who is in which group (protocol, section 4.17).
func GroupsText(room protocol.RoomID, m *protocol.Groups) []byte {
	text := append([]byte("einmal/1 groups"), room[:]...)
	text = binary.BigEndian.AppendUint64(text, m.Epoch)
	back := uint16(0)
	if m.Back != nil {
		back = *m.Back
	}
	text = binary.BigEndian.AppendUint16(text, back)
	text = append(text, uint8(len(m.Groups)))
	for _, g := range m.Groups {
		text = binary.BigEndian.AppendUint16(text, uint16(len(g.Name)))
		text = append(append(text, g.Name...), uint8(len(g.SIDs)))
		for _, sid := range g.SIDs {
			text = append(text, sid[:]...)
		}
	}
	return text
}
