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
//	version 1 || expiry 4 (hours since 1970) || seats 1 || state 1 || removal 8 || host key 32
const (
	recordVersion = 2
	plainSize     = 1 + 4 + 1 + 1 + 8 + 32
	sealedSize    = 12 + plainSize + 16

	stateCreated = 0
	stateUsed    = 1
)

// newSealer derives the key of the records from the server key; the server key itself only names
// rooms.
func newSealer(serverKey []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, serverKey, nil, "einmal/1 room record", 32)
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
	return s.sealer.Seal(nil, nil, plain, k[:]), nil
}

func (s *Store) openRecord(k Key, record []byte) (Room, error) {
	if len(record) != sealedSize {
		return Room{}, fmt.Errorf("%w: record of %d bytes", ErrCorrupt, len(record))
	}
	plain, err := s.sealer.Open(nil, nil, record, k[:])
	if err != nil {
		return Room{}, fmt.Errorf("%w: record does not open", ErrCorrupt)
	}
	if plain[0] != recordVersion || plain[6] > stateUsed {
		return Room{}, fmt.Errorf("%w: record of another version", ErrCorrupt)
	}
	hours := int64(binary.BigEndian.Uint32(plain[1:]))
	return Room{
		Expires: time.Unix(hours*3600, 0).UTC(),
		Seats:   plain[5],
		Used:    plain[6] == stateUsed,
		Removal: binary.BigEndian.Uint64(plain[7:]),
		HostKey: [32]byte(plain[15:]),
	}, nil
}
