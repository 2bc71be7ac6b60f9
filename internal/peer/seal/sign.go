package seal

import (
	"crypto/ed25519"
	"encoding/binary"

	"einmal/internal/peer/protocol"
	"einmal/internal/strictkey"
)

// What is signed (protocol, sections 3.1, 3.2 and 4.1). Each begins with a label of its own, so
// that no signature fits anything else.

// CreateText takes nil for no appointment.
func CreateText(n protocol.Nonce, room protocol.RoomID, seats uint8, lifetime uint32,
	a *protocol.Appointment) []byte {
	text := append([]byte("einmal/1 create"), n[:]...)
	text = append(append(text, room[:]...), seats)
	return appendAppointment(binary.BigEndian.AppendUint32(text, lifetime), a)
}

// MoveText takes nil for no appointment.
func MoveText(n protocol.Nonce, room protocol.RoomID, lifetime uint32,
	a *protocol.Appointment) []byte {
	text := append(append([]byte("einmal/1 move"), n[:]...), room[:]...)
	return appendAppointment(binary.BigEndian.AppendUint32(text, lifetime), a)
}

func appendAppointment(text []byte, a *protocol.Appointment) []byte {
	if a == nil {
		return text
	}
	return append(text, a[:]...)
}

func CreatorText(n protocol.Nonce, room protocol.RoomID, hostKey protocol.PublicKey) []byte {
	text := append([]byte("einmal/1 creator"), n[:]...)
	return append(append(text, room[:]...), hostKey[:]...)
}

// JoinText takes a zero sid unless a lost socket resumes.
func JoinText(n protocol.Nonce, room protocol.RoomID, sid protocol.SID) []byte {
	text := append([]byte("einmal/1 join"), n[:]...)
	return append(append(text, room[:]...), sid[:]...)
}

func JoinHostText(n protocol.Nonce, room protocol.RoomID, key protocol.PublicKey) []byte {
	text := append([]byte("einmal/1 join host"), n[:]...)
	return append(append(text, room[:]...), key[:]...)
}

func RosterText(room protocol.RoomID, epoch uint64, members []protocol.Member) []byte {
	text := append([]byte("einmal/1 roster"), room[:]...)
	text = binary.BigEndian.AppendUint64(text, epoch)
	text = append(text, uint8(len(members)))
	for _, m := range members {
		text = append(append(text, m.SID[:]...), m.Key[:]...)
		if m.Role == protocol.RoleHost {
			text = append(text, 1)
		} else {
			text = append(text, 0)
		}
	}
	return text
}

// DenyText takes the key that the knocker has proved, so that it does not fit anybody else who gets
// its sid.
func DenyText(room protocol.RoomID, sid protocol.SID, key protocol.PublicKey) []byte {
	text := append([]byte("einmal/1 deny"), room[:]...)
	return append(append(text, sid[:]...), key[:]...)
}

func EndText(room protocol.RoomID) []byte { return append([]byte("einmal/1 end"), room[:]...) }

// pairText takes the Noise handshake hash.
func pairText(h []byte) []byte { return append([]byte("einmal/1 pair"), h...) }

func hostText(h []byte) []byte { return append([]byte("einmal/1 host"), h...) }

func SignText(key ed25519.PrivateKey, text []byte) protocol.Signature {
	return protocol.Signature(ed25519.Sign(key, text))
}

func IsSignature(key protocol.PublicKey, text []byte, s protocol.Signature) bool {
	return strictkey.Verify(key[:], text, s[:])
}

func PublicKeyOf(key ed25519.PrivateKey) protocol.PublicKey {
	return protocol.PublicKey(key.Public().(ed25519.PublicKey))
}
