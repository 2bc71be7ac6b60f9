package rooms

import "go.etcd.io/bbolt"

// Erase deletes a room, also an expired or damaged one, and returns when no byte of it is left in
// the file. Errors: [ErrGone], which also means that no byte is left; after any other the room may
// be gone, but perhaps not its bytes. Its box goes with it.
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
	err := <-e.answer
	if boxErr := s.boxes.eraseOf(k); boxErr != nil {
		return boxErr
	}
	return err
}

// eraseAll answers a batch. The caller holds mu.
func (s *Store) eraseAll(batch []*erasure) {
	answers := make([]error, len(batch))
	hours := make([]uint32, len(batch))
	err := s.transact("erase room", s.db.Update, func(b *bbolt.Bucket) error {
		some := false
		s.touched.overflow = s.touched.overflow || len(batch) > mostKeys
		for i, e := range batch {
			if b.Get(e.key[:]) == nil {
				answers[i] = ErrGone
				continue
			}
			some, hours[i] = true, s.hourNow(b, e.key)
			s.noteTouched(b, e.key)
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
		for i, e := range batch {
			if answers[i] == nil {
				s.index.removeKey(e.key, hours[i])
			}
		}
		err = s.scrubIfNeeded("erase room")
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
