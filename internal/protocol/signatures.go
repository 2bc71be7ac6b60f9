package protocol

import (
	"encoding/binary"

	"einmal/internal/strictkey"
)

// The byte strings that are signed (docs/protocol.md, 3.1 and 3.2). Each begins with a label of its
// own, so that no signature is good for anything else. They hold the room id: VerifyAndClear clears
// them, and the id comes by pointer, because an array passed by value stays behind on the stack.

// CreateBytes is what the host key signs to create a room.
func CreateBytes(nonce Nonce, room *RoomID, seats uint8, lifetime uint32, a Appointment) []byte {
	b := append(labelled("einmal/1 create", nonce[:], room[:]), seats)
	return appendAppointment(binary.BigEndian.AppendUint32(b, lifetime), a)
}

// MoveBytes is what the host key signs to give a room another expiry and appointment.
func MoveBytes(nonce Nonce, room *RoomID, lifetime uint32, a Appointment) []byte {
	b := labelled("einmal/1 move", nonce[:], room[:])
	return appendAppointment(binary.BigEndian.AppendUint32(b, lifetime), a)
}

func appendAppointment(b []byte, a Appointment) []byte {
	if a.IsZero() {
		return b
	}
	return append(b, a[:]...)
}

// CreatorBytes is what the key of a creator link signs to create a room.
func CreatorBytes(nonce Nonce, room *RoomID, hostKey Key) []byte {
	return labelled("einmal/1 creator", nonce[:], room[:], hostKey[:])
}

// JoinBytes is what the per-join key signs; sid is zero unless the client resumes.
func JoinBytes(nonce Nonce, room *RoomID, sid SID) []byte {
	return labelled("einmal/1 join", nonce[:], room[:], sid[:])
}

// JoinHostBytes is what the host key signs to enter as the host.
func JoinHostBytes(nonce Nonce, room *RoomID, key Key) []byte {
	return labelled("einmal/1 join host", nonce[:], room[:], key[:])
}

// RosterBytes is what the host key signs to name the members. There are six at most.
func RosterBytes(room *RoomID, epoch uint64, members []Member) []byte {
	b := labelled("einmal/1 roster", room[:])
	b = binary.BigEndian.AppendUint64(b, epoch)
	b = append(b, uint8(len(members)))
	for _, m := range members {
		b = append(append(b, m.SID[:]...), m.Key[:]...)
		if m.Role == RoleHost {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	return b
}

// DenyBytes is what the host key signs to turn a knocker away: the one with this key, whoever else
// gets its sid.
func DenyBytes(room *RoomID, sid SID, key Key) []byte {
	return labelled("einmal/1 deny", room[:], sid[:], key[:])
}

// EndBytes is what the host key signs to end the call.
func EndBytes(room *RoomID) []byte { return labelled("einmal/1 end", room[:]) }

func labelled(label string, parts ...[]byte) []byte {
	// holds the head of a box without growing, so that no copy of the room id is left behind
	b := make([]byte, 0, 1536)
	b = append(b, label...)
	for _, part := range parts {
		b = append(b, part...)
	}
	return b
}

// VerifyAndClear checks a signature and clears the message.
func VerifyAndClear(key Key, message []byte, signature Signature) bool {
	ok := strictkey.Verify(key[:], message, signature[:])
	clear(message)
	return ok
}
