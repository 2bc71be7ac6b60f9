package rooms

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// A record is sealed with AES-256-GCM under a random nonce, the room's key being additional data,
// so that no record can stand in for another. The plaintext always has the same length. Numbers are
// big-endian:
//
//	version 1 || expiry 4 (hours since 1970) || seats 1 || state 1 || removal 8 || host key 32 ||
//	appointment 36 (zeros: none)
//
// Version 2 ends with the host key. It is still read, and becomes version 3 when it changes.
const (
	recordVersion  = 3
	earlierVersion = 2
	earlierSize    = 1 + 4 + 1 + 1 + 8 + 32
	plainSize      = earlierSize + len(Room{}.Appointment)
	sealing        = 12 + 16 // nonce and tag

	stateCreated = 0
	stateUsed    = 1
)

// newSealer derives the key of the records, or of the headers of boxes, from the server key; the
// server key itself only names rooms.
func newSealer(serverKey []byte, label string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, serverKey, nil, label, 32)
	if err != nil {
		return nil, fmt.Errorf("derive record key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("record cipher: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// expiryHours rounds up to the full hour: a finer time would tell when the room was made.
func expiryHours(t time.Time) (uint32, error) {
	seconds := t.Unix()
	if t.Nanosecond() > 0 {
		seconds++
	}
	hours := (seconds + 3599) / 3600
	if seconds <= 0 || hours > math.MaxUint32 {
		return 0, fmt.Errorf("expiry out of range")
	}
	return uint32(hours), nil
}

func (s *Store) sealRecord(k Key, r Room) ([]byte, error) {
	hours, err := expiryHours(r.Expires)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, 0, plainSize)
	plain = append(plain, recordVersion)
	plain = binary.BigEndian.AppendUint32(plain, hours)
	plain = append(plain, r.Seats, stateCreated)
	if r.Used {
		plain[6] = stateUsed
	}
	plain = binary.BigEndian.AppendUint64(plain, r.Removal)
	plain = append(plain, r.HostKey[:]...)
	plain = append(plain, r.Appointment[:]...)
	return s.sealer.Seal(nil, nil, plain, k[:]), nil
}

func (s *Store) openRecord(k Key, record []byte) (Room, error) {
	version := byte(recordVersion)
	switch len(record) {
	case plainSize + sealing:
	case earlierSize + sealing:
		version = earlierVersion
	default:
		return Room{}, fmt.Errorf("%w: record of %d bytes", ErrCorrupt, len(record))
	}
	plain, err := s.sealer.Open(nil, nil, record, k[:])
	if err != nil {
		return Room{}, fmt.Errorf("%w: record does not open", ErrCorrupt)
	}
	if plain[0] != version || plain[6] > stateUsed {
		return Room{}, fmt.Errorf("%w: record of another version", ErrCorrupt)
	}
	r := Room{
		Expires: fromHours(binary.BigEndian.Uint32(plain[1:])),
		Seats:   plain[5],
		Used:    plain[6] == stateUsed,
		Removal: binary.BigEndian.Uint64(plain[7:]),
		HostKey: [32]byte(plain[15:]),
	}
	copy(r.Appointment[:], plain[earlierSize:])
	return r, nil
}

// hourOf is the hour under which a room stands in the index.
func hourOf(r Room) uint32 {
	return uint32(r.Expires.Unix() / 3600) //nolint:gosec // it was read from so many bits
}

func fromHours(hours uint32) time.Time { return time.Unix(int64(hours)*3600, 0).UTC() }
