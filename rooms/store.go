package rooms

import (
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// Store is the open room store.
type Store struct {
	serverKey []byte
	sealer    cipher.AEAD

	// mu is held for each transaction: nobody waits inside bbolt, where broken would not reach
	// them, and a scrub has no reader beside it. It guards what follows.
	mu         sync.RWMutex
	db         *bbolt.DB
	file       *os.File     // the one that db writes to
	unscrubbed bool         // free pages may hold what was deleted
	brokeOff   bool         // so may what is behind the last page
	touched    touchedPages // the free pages that may
	index      index
	most       int       // rooms
	lastSweep  time.Time // the hour of the last sweep; zero if it was not noted

	boxes boxes

	batchMu    sync.Mutex // guards what follows; it is taken under mu, or alone
	batch      []*erasure
	updates    []*update
	nextUpdate time.Time // no commit of updates before this
	// broken: a transaction broke off in a panic or a fault. bbolt may then hold its own lock for
	// ever.
	broken atomic.Bool
	ends   chan struct{} // closed then
}

// Broken is closed when the store can do nothing any more: only another process can open it again.
func (s *Store) Broken() <-chan struct{} { return s.ends }

// LimitRooms says how many rooms there may be from now on.
func (s *Store) LimitRooms(most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = most
}

// Count is how many rooms there are.
func (s *Store) Count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index.count
}

// erasure is one call of Erase. It is answered when nothing of its room is left in the file.
type erasure struct {
	key    Key
	answer chan error
}

// RoomKey gives the name under which this server knows the room id.
func (s *Store) RoomKey(id ID) Key {
	h := sha256.New()
	h.Write(s.serverKey)
	h.Write(id[:])
	return Key(h.Sum(nil))
}

// errUnchanged rolls a transaction back that found nothing to do, which saves its fsync.
var errUnchanged = errors.New("unchanged")

// updateRooms is transact for changes that delete nothing. The caller holds mu.
func (s *Store) updateRooms(what string, f func(*bbolt.Bucket) error) error {
	err := s.transact(what, s.db.Update, f)
	if err != nil && !errors.Is(err, ErrGone) && !errors.Is(err, ErrExists) &&
		!errors.Is(err, ErrFull) {
		s.unscrubbed, s.brokeOff = true, true // pages of the commit may have been written
	}
	return err
}

func (s *Store) viewRooms(what string, f func(*bbolt.Bucket) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.transact(what, s.db.View, f)
}

func (s *Store) transact(what string, run func(func(*bbolt.Tx) error) error,
	f func(*bbolt.Bucket) error) error {
	return s.runGuarded(what, func() error {
		return run(func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketRooms)
			if b == nil {
				return fmt.Errorf("%w: no rooms in it", ErrCorrupt)
			}
			return f(b)
		})
	})
}

// runGuarded runs what touches the database, and marks the store as broken if it breaks off.
func (s *Store) runGuarded(what string, f func() error) error {
	if s.broken.Load() {
		return fmt.Errorf("%s: %w: an earlier transaction broke off", what, ErrCorrupt)
	}
	whole := false
	err := recoverFault(func() error {
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
