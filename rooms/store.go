package rooms

import (
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

// Create stores a new room; its expiry is rounded up to the full hour. Errors: [ErrExists].
func (s *Store) Create(k Key, r Room) error {
	return s.update("create room", func(b *bbolt.Bucket) error {
		switch _, err := s.get(b, k); {
		case err == nil:
			return ErrExists
		case !errors.Is(err, ErrGone): // an expired room is gone, whether it was swept or not
			return err
		}
		s.unscrubbed = s.unscrubbed || b.Get(k[:]) != nil
		return s.put(b, k, r)
	})
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

// Note adds to a room that the call has taken place, and the epoch of a roster that took somebody off the list. What is
// noted already, or of an older roster, changes nothing and costs no write. Errors: [ErrGone], [ErrCorrupt].
func (s *Store) Note(k Key, used bool, removal uint64) error {
	return s.update("note in room", func(b *bbolt.Bucket) error {
		was, err := s.get(b, k)
		if err != nil {
			return err
		}
		r := was
		r.Used, r.Removal = was.Used || used, max(was.Removal, removal)
		if r == was {
			return errUnchanged
		}
		return s.put(b, k, r)
	})
}

// All returns the rooms that are there; those whose record is damaged are not.
func (s *Store) All() (map[Key]Room, error) {
	all := make(map[Key]Room)
	err := s.view("list rooms", func(b *bbolt.Bucket) error {
		return s.each(b, func(k Key, r Room, err error) {
			if err == nil && time.Now().Before(r.Expires) {
				all[k] = r
			}
		})
	})
	return all, err
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
	return b.Put(k[:], record)
}

// each calls f with every room, or with the error of a record that does not open. f must not change the bucket.
func (s *Store) each(b *bbolt.Bucket, f func(Key, Room, error)) error {
	return b.ForEach(func(name, record []byte) error {
		if len(name) != len(Key{}) {
			return nil // damage: no room can have this name
		}
		k := Key(name)
		r, err := s.open(k, record)
		f(k, r, err)
		return nil
	})
}

func (s *Store) update(what string, f func(*bbolt.Bucket) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.transact(what, s.db.Update, f)
	if err != nil && !errors.Is(err, ErrGone) && !errors.Is(err, ErrExists) {
		s.unscrubbed, s.brokeOff = true, true // pages of the commit may have been written
	}
	return err
}

func (s *Store) view(what string, f func(*bbolt.Bucket) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.transact(what, s.db.View, f)
}

func (s *Store) transact(what string, run func(func(*bbolt.Tx) error) error, f func(*bbolt.Bucket) error) error {
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
	if !whole {
		s.broken.Store(true)
	}
	if err == nil || errors.Is(err, errUnchanged) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
