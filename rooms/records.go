package rooms

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Create stores a new room; its expiry is rounded up to the full hour. Errors: [ErrExists],
// [ErrFull].
func (s *Store) Create(k Key, r Room) error {
	hour, err := expiryHours(r.Expires)
	if err != nil {
		return fmt.Errorf("create room: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, replaces := uint32(0), false
	err = s.updateRooms("create room", func(b *bbolt.Bucket) error {
		switch _, err := s.readRoom(b, k); {
		case err == nil:
			return ErrExists
		case !errors.Is(err, ErrGone): // an expired room is gone, whether it was swept or not
			return err
		}
		if replaces = b.Get(k[:]) != nil; replaces {
			s.unscrubbed, before = true, s.hourNow(b, k)
		} else if s.index.count >= s.most {
			return ErrFull
		}
		return s.writeRoom(b, k, r)
	})
	if err != nil {
		return err
	}
	if replaces {
		s.index.removeKey(k, before)
	}
	s.index.addKey(k, hour)
	if replaces {
		return s.boxes.eraseOf(k)
	}
	return nil
}

// Get returns a room. Errors: [ErrGone], [ErrCorrupt] if its record is damaged.
func (s *Store) Get(k Key) (Room, error) {
	var r Room
	err := s.viewRooms("get room", func(b *bbolt.Bucket) (err error) {
		r, err = s.readRoom(b, k)
		return err
	})
	return r, err
}

// readSome is how many rooms are read before somebody else may have the store.
const readSome = 1000

// ListRooms returns the rooms that are there; those whose record is damaged are not. What changes
// meanwhile may be in it or not.
func (s *Store) ListRooms() (map[Key]Room, error) {
	all := make(map[Key]Room)
	now := time.Now()
	var from []byte
	for {
		err := s.viewRooms("list rooms", func(b *bbolt.Bucket) error {
			from = s.readBatch(b, from, readSome, func(k Key, r Room, err error) {
				if err == nil && now.Before(r.Expires) {
					all[k] = r
				}
			})
			return nil
		})
		if err != nil || from == nil {
			return all, err
		}
	}
}

func (s *Store) readRoom(b *bbolt.Bucket, k Key) (Room, error) {
	record := b.Get(k[:])
	if record == nil {
		return Room{}, ErrGone
	}
	r, err := s.openRecord(k, record)
	if err != nil {
		return Room{}, err
	}
	if !time.Now().Before(r.Expires) {
		return Room{}, ErrGone
	}
	return r, nil
}

func (s *Store) writeRoom(b *bbolt.Bucket, k Key, r Room) error {
	record, err := s.sealRecord(k, r)
	if err != nil {
		return err
	}
	s.noteTouched(b, k)
	return b.Put(k[:], record)
}

// readBatch calls f with at most n rooms from a name on, or with the error of a record that does
// not open. It returns the name to go on from; nil is the end.
func (s *Store) readBatch(b *bbolt.Bucket, from []byte, n int, f func(Key, Room, error)) []byte {
	c := b.Cursor()
	for name, record := c.Seek(from); name != nil; name, record = c.Next() {
		if n--; n < 0 {
			return bytes.Clone(name)
		}
		if len(name) != len(Key{}) {
			continue // damage: no room can have this name
		}
		k := Key(name)
		r, err := s.openRecord(k, record)
		f(k, r, err)
	}
	return nil
}

// hourNow is the hour under which a room stands in the index now.
func (s *Store) hourNow(b *bbolt.Bucket, k Key) uint32 {
	r, err := s.openRecord(k, b.Get(k[:]))
	if err != nil {
		return damaged
	}
	return hourOf(r)
}
