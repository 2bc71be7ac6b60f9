package rooms

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"testing"
)

// FuzzVerify: whatever is in a database file, looking at it ends, without a panic. The checksum of
// the first meta page is made right, so that changes get past it.
func FuzzVerify(f *testing.F) {
	database, _ := filled(f, 300)
	f.Add(database)
	f.Add(database[:4*4096])
	small, _ := filled(f, 1)
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= pageHeader+64 {
			m := data[pageHeader:][:64]
			sum := fnv.New64a()
			sum.Write(m[:56])
			binary.NativeEndian.PutUint64(m[56:], sum.Sum64())
		}
		if err := verify(data); err != nil && !errors.Is(err, ErrCorrupt) {
			t.Error(err)
		}
	})
}

// FuzzRecord: no bytes but those that were sealed make a room.
func FuzzRecord(f *testing.F) {
	s, err := Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	record, err := s.sealRecord(Key{1}, Room{Expires: inHours(3), Seats: 2})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := s.openRecord(Key{1}, data); string(data) != string(record) &&
			!errors.Is(err, ErrCorrupt) {
			t.Errorf("it opened: %v", err)
		}
	})
}
