package rooms

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

const (
	// sweepSome is how many rooms are erased before somebody else may have the store.
	sweepSome = 500
	// leap is the longest time that may have passed since the last sweep, for rooms to be swept
	// without asking. A server that was off for so long is rare, and a clock that is wrong would
	// cost every room.
	leap = 7 * 24 * time.Hour
)

// Sweep erases the rooms that have expired at now and those whose record was damaged when the store
// was opened. It returns their keys when no byte of them is left in the file; with an error, those
// of which that is so. isKept, if it is not nil, says which rooms are to stay although they have
// expired; it must not use the store. Errors: [ErrClock], and then nothing is erased.
func (s *Store) Sweep(now time.Time, isKept func(Key) bool) (swept []Key, err error) {
	if err := s.checkClock(now); err != nil {
		return nil, err
	}
	if err := s.boxes.eraseGone(); err != nil {
		return nil, err
	}
	for {
		some, more, err := s.sweepSome(now, isKept)
		for _, k := range some {
			boxErr := s.boxes.eraseOf(k)
			if err = errors.Join(err, boxErr); boxErr == nil {
				swept = append(swept, k)
			}
		}
		if err != nil || !more {
			return swept, err
		}
	}
}

func (s *Store) sweepSome(now time.Time, isKept func(Key) bool) (swept []Key, more bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := s.index.dueRooms(now, sweepSome, isKept)
	err = s.transact("sweep rooms", s.db.Update, func(b *bbolt.Bucket) error {
		s.touched.overflow = s.touched.overflow || len(due) > mostKeys
		for _, e := range due {
			record := b.Get(e.key[:])
			if r, err := s.openRecord(e.key, record); record == nil ||
				err == nil && now.Before(r.Expires) {
				continue // erased when it was damaged, and perhaps made anew
			}
			swept = append(swept, e.key)
			s.noteTouched(b, e.key)
			if err := b.Delete(e.key[:]); err != nil {
				return err
			}
		}
		if len(swept) == 0 {
			return errUnchanged
		}
		s.unscrubbed = true
		return nil
	})
	if err != nil {
		s.unscrubbed, s.brokeOff = true, true
		return nil, false, err
	}
	for _, e := range due {
		s.index.removeKey(e.key, e.hour)
	}
	if err := s.scrubIfNeeded("sweep rooms"); err != nil {
		return nil, false, err
	}
	return swept, len(due) == sweepSome, nil
}

// AcceptClock takes the operator's word that now is the time.
func (s *Store) AcceptClock(now time.Time) error { return s.saveLastSweep(now) }

// ClockLeap says by how much now is ahead of the last sweep, if that is more than rooms may be
// swept after, and how many would be.
func (s *Store) ClockLeap(now time.Time) (ahead time.Duration, rooms int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if ahead = now.Sub(s.lastSweep); ahead <= leap || s.lastSweep.IsZero() {
		return 0, 0
	}
	return ahead, len(s.index.dueRooms(now, s.index.count, nil))
}

// checkClock compares the clock with that of the last sweep, and notes it once an hour.
func (s *Store) checkClock(now time.Time) error {
	if ahead, n := s.ClockLeap(now); n > 0 {
		return fmt.Errorf("sweep rooms: %w by %d days", ErrClock, ahead/(24*time.Hour))
	}
	s.mu.RLock()
	seen := s.lastSweep
	s.mu.RUnlock()
	if now.Sub(seen) < time.Hour { // also if the clock went back: what was seen once stays
		return nil
	}
	return s.saveLastSweep(now)
}

var clockName = []byte("clock")

// saveLastSweep writes the full hour of a sweep, sealed.
func (s *Store) saveLastSweep(now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.runGuarded("note the hour", func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			return s.writeLastSweep(tx.Bucket(bucketStore),
				now)
		})
	})
	if err != nil {
		s.unscrubbed, s.brokeOff = true, true
		return err
	}
	s.lastSweep = now.Truncate(time.Hour)
	return nil
}

func (s *Store) writeLastSweep(b *bbolt.Bucket, now time.Time) error {
	//nolint:gosec // read back as it was
	plain := binary.BigEndian.AppendUint64(nil, uint64(now.Unix()/3600))
	return b.Put(clockName, s.sealer.Seal(nil, nil, plain, clockName))
}

// readLastSweep reads it, if it was noted.
func (s *Store) readLastSweep(b *bbolt.Bucket) error {
	sealed := b.Get(clockName)
	if sealed == nil {
		return nil
	}
	plain, err := s.sealer.Open(nil, nil, sealed, clockName)
	if err != nil || len(plain) != 8 {
		return fmt.Errorf("%w: the hour of the last sweep does not open", ErrCorrupt)
	}
	//nolint:gosec // as it was written
	s.lastSweep = time.Unix(int64(binary.BigEndian.Uint64(plain))*3600, 0)
	return nil
}
