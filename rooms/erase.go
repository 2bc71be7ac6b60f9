package rooms

import (
	"time"

	"go.etcd.io/bbolt"
)

// erasure is one call of Erase. It is answered when nothing of its room is left in the file.
type erasure struct {
	key    Key
	answer chan error
}

// Erase deletes a room, also an expired or damaged one, and returns when no byte of it is left in the file. Errors:
// [ErrGone], which is also said of nothing but clean ground; with any other the room may be gone, but perhaps not its bytes.
//
// Calls that come while another one is at work share one deletion and one scrub.
func (s *Store) Erase(k Key) error {
	e := &erasure{k, make(chan error, 1)}
	s.batchMu.Lock()
	s.batch = append(s.batch, e)
	s.batchMu.Unlock()

	s.mu.Lock()
	s.batchMu.Lock()
	batch := s.batch // empty if somebody has done it all
	s.batch = nil
	s.batchMu.Unlock()
	if len(batch) > 0 {
		s.eraseAll(batch)
	}
	s.mu.Unlock()
	return <-e.answer
}

// eraseAll answers a batch. The caller holds mu.
func (s *Store) eraseAll(batch []*erasure) {
	answers := make([]error, len(batch))
	err := s.transact("erase room", s.db.Update, func(b *bbolt.Bucket) error {
		some := false
		for i, e := range batch {
			if b.Get(e.key[:]) == nil {
				answers[i] = ErrGone
				continue
			}
			some = true
			if err := b.Delete(e.key[:]); err != nil {
				return err
			}
		}
		if !some {
			return errUnchanged
		}
		s.unscrubbed = true
		return nil
	})
	if err == nil {
		err = s.clean("erase room")
	} else {
		s.unscrubbed, s.brokeOff = true, true
	}
	for i, e := range batch {
		if err != nil {
			answers[i] = err
		}
		e.answer <- answers[i]
	}
}

// Sweep erases the rooms that have expired at now and those whose record is damaged, since nobody can use them or
// tell when they would expire. It returns their keys when no byte of them is left in the file.
func (s *Store) Sweep(now time.Time) ([]Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var swept []Key
	err := s.transact("sweep rooms", s.db.Update, func(b *bbolt.Bucket) error {
		err := s.each(b, func(k Key, r Room, err error) {
			if err != nil || !now.Before(r.Expires) {
				swept = append(swept, k)
			}
		})
		if err != nil {
			return err
		}
		if len(swept) == 0 {
			return errUnchanged
		}
		s.unscrubbed = true
		for _, k := range swept {
			if err := b.Delete(k[:]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.unscrubbed, s.brokeOff = true, true
		return nil, err
	}
	if err := s.clean("sweep rooms"); err != nil {
		return nil, err
	}
	return swept, nil
}

// clean scrubs if there is something to scrub. What a failed scrub leaves is the next one's. The caller holds mu.
func (s *Store) clean(what string) error {
	if !s.unscrubbed {
		return nil
	}
	return s.guarded(what, s.scrub)
}
