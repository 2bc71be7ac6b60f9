package links

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"time"
)

// The time for which people have arranged to meet, sealed so that only those with the link can read
// it: the server keeps it with the room (docs/protocol.md, section 2).

const appointmentNonce = 12

// lastSecond is the end of the year 9999, in seconds since 1970.
const lastSecond = 253_402_300_799

// SealAppointment seals a time, to the full second.
func (l Link) SealAppointment(when time.Time) (sealed [36]byte) {
	nonce := sealed[:appointmentNonce]
	rand.Read(nonce) // never fails
	//nolint:gosec // read back as it was
	text := binary.BigEndian.AppendUint64(nil, uint64(when.Unix()))
	room := l.RoomID()
	l.appointmentSealer().Seal(nonce, nonce, text, room[:])
	return sealed
}

// OpenAppointment says whether somebody with the link has sealed it for this room, and gives its
// time.
func (l Link) OpenAppointment(sealed [36]byte) (when time.Time, ok bool) {
	room := l.RoomID()
	text, err := l.appointmentSealer().Open(nil, sealed[:appointmentNonce],
		sealed[appointmentNonce:], room[:])
	if err != nil || binary.BigEndian.Uint64(text) > lastSecond {
		return time.Time{}, false
	}
	//nolint:gosec // it is at most lastSecond
	return time.Unix(int64(binary.BigEndian.Uint64(text)), 0), true
}

func (l Link) appointmentSealer() cipher.AEAD {
	block, err := aes.NewCipher(l.derive("einmal/1 appointment", 32))
	if err != nil { // only for keys of another length
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil { // only for blocks of another length
		panic(err)
	}
	return gcm
}
