package rooms

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// errUnchanged rolls a transaction back that found nothing to do, which saves its fsync.
var errUnchanged = errors.New("unchanged")

// Key gives the name under which this server knows the room id.
func (s *Store) Key(id ID) Key {
	h := sha256.New()
	h.Write(s.serverKey)
	h.Write(id[:])
	return Key(h.Sum(nil))
}

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
	err = s.change("create room", func(b *bbolt.Bucket) error {
		switch _, err := s.get(b, k); {
		case err == nil:
			return ErrExists
		case !errors.Is(err, ErrGone): // an expired room is gone, whether it was swept or not
			return err
		}
		if replaces = b.Get(k[:]) != nil; replaces {
			s.unscrubbed, before = true, s.hourOf(b, k)
		} else if s.index.count >= s.most {
			return ErrFull
		}
		return s.put(b, k, r)
	})
	if err != nil {
		return err
	}
	if replaces {
		s.index.remove(k, before)
	}
	s.index.add(k, hour)
	return nil
}

// Get returns a room. Errors: [ErrGone], [ErrCorrupt] if its record is damaged.
func (s *Store) Get(k Key) (Room, error) {
	var r Room
	err := s.view("get room", func(b *bbolt.Bucket) (err error) {
		r, err = s.get(b, k)
		return err
	})
	return r, err
}

// readSome is how many rooms are read before somebody else may have the store.
const readSome = 1000

// All returns the rooms that are there; those whose record is damaged are not. What changes
// meanwhile may be in it or not.
func (s *Store) All() (map[Key]Room, error) {
	all := make(map[Key]Room)
	now := time.Now()
	var from []byte
	for {
		err := s.view("list rooms", func(b *bbolt.Bucket) error {
			from = s.some(b, from, readSome, func(k Key, r Room, err error) {
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

func (s *Store) get(b *bbolt.Bucket, k Key) (Room, error) {
	record := b.Get(k[:])
	if record == nil {
		return Room{}, ErrGone
	}
	r, err := s.open(k, record)
	if err != nil {
		return Room{}, err
	}
	if !time.Now().Before(r.Expires) {
		return Room{}, ErrGone
	}
	return r, nil
}

func (s *Store) put(b *bbolt.Bucket, k Key, r Room) error {
	record, err := s.seal(k, r)
	if err != nil {
		return err
	}
	s.touch(b, k)
	return b.Put(k[:], record)
}

// some calls f with at most n rooms from a name on, or with the error of a record that does not
// open. It returns the name to go on from; nil is the end.
func (s *Store) some(b *bbolt.Bucket, from []byte, n int, f func(Key, Room, error)) []byte {
	c := b.Cursor()
	for name, record := c.Seek(from); name != nil; name, record = c.Next() {
		if n--; n < 0 {
			return bytes.Clone(name)
		}
		if len(name) != len(Key{}) {
			continue // damage: no room can have this name
		}
		k := Key(name)
		r, err := s.open(k, record)
		f(k, r, err)
	}
	return nil
}

// change is transact for what deletes nothing. The caller holds mu.
func (s *Store) change(what string, f func(*bbolt.Bucket) error) error {
	err := s.transact(what, s.db.Update, f)
	if err != nil && !errors.Is(err, ErrGone) && !errors.Is(err, ErrExists) &&
		!errors.Is(err, ErrFull) {
		s.unscrubbed, s.brokeOff = true, true // pages of the commit may have been written
	}
	return err
}

func (s *Store) view(what string, f func(*bbolt.Bucket) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.transact(what, s.db.View, f)
}

func (s *Store) transact(what string, run func(func(*bbolt.Tx) error) error,
	f func(*bbolt.Bucket) error) error {
	return s.guarded(what, func() error {
		return run(func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketRooms)
			if b == nil {
				return fmt.Errorf("%w: no rooms in it", ErrCorrupt)
			}
			return f(b)
		})
	})
}

// guarded runs what touches the database, and marks the store as broken if it breaks off.
func (s *Store) guarded(what string, f func() error) error {
	if s.broken.Load() {
		return fmt.Errorf("%s: %w: an earlier transaction broke off", what, ErrCorrupt)
	}
	whole := false
	err := guard(func() error {
		err := f()
		whole = true
		return err
	})
	if !whole && !s.broken.Swap(true) {
		close(s.ends)
	}
	if err == nil || errors.Is(err, errUnchanged) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
