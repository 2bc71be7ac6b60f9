package rooms

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"testing"

	"go.etcd.io/bbolt"
)

// spellings are the forms in which bytes might stand in a file: as they are, in hex, and in base64
// at each of the three places where a group of three bytes can begin.
func spellings(marker []byte) [][]byte {
	all := [][]byte{marker, []byte(hex.EncodeToString(marker))}
	for skip := range 3 {
		whole := marker[skip:]
		whole = whole[:len(whole)/3*3]
		all = append(all, []byte(base64.RawStdEncoding.EncodeToString(whole)),
			[]byte(base64.RawURLEncoding.EncodeToString(whole)))
	}
	return all
}

func contains(data, marker []byte) bool {
	for _, s := range spellings(marker) {
		if bytes.Contains(data, s) {
			return true
		}
	}
	return false
}

// fileOf reads the file of an open store, also of one that has no name.
func fileOf(t testing.TB, s *Store) []byte {
	t.Helper()
	data, err := io.ReadAll(io.NewSectionReader(s.file, 0, 1<<40))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// recordOf returns the sealed record of a room, or nil.
func recordOf(t testing.TB, s *Store, k Key) (record []byte) {
	t.Helper()
	err := s.viewRooms("record", func(b *bbolt.Bucket) error {
		record = bytes.Clone(b.Get(k[:]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func checkTree(t *testing.T, s *Store) {
	t.Helper()
	err := s.db.View(func(tx *bbolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// update changes records past the index.
func (s *Store) update(what string, f func(*bbolt.Bucket) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updateRooms(what, f)
}

func fill(t testing.TB, s *Store, from, n int) []Key {
	t.Helper()
	keys := make([]Key, n)
	// one transaction: n fsyncs take their time
	err := s.update("fill", func(b *bbolt.Bucket) error {
		for i := range keys {
			keys[i] = s.RoomKey(ID{byte(from + i), byte((from + i) >> 8), byte((from + i) >> 16)})
			if err := s.writeRoom(b, keys[i], Room{Expires: inHours(50), Seats: 2}); err != nil {
				return err
			}
			s.index.addKey(keys[i], uint32(inHours(50).Unix()/3600))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
