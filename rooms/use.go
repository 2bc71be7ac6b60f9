package rooms

import (
	"time"

	"go.etcd.io/bbolt"
)

// useGap is the least time between two commits of SaveUse. Each takes two syncs of the disk, which
// all rooms share, and whoever has many rooms could ask for as many each second.
const useGap = 20 * time.Millisecond

// SaveUse adds to a room that its call has taken place, and the epoch of a roster that took
// somebody off the list. What is known already, or from an older roster, changes nothing and costs
// no write. Errors: [ErrGone], [ErrCorrupt].
//
// Calls that come while another one is at work, or shortly after one, share one commit.
func (s *Store) SaveUse(k Key, used bool, removal uint64) error {
	n := &useUpdate{k, used, removal, make(chan error, 1)}
	s.batchMu.Lock()
	s.uses = append(s.uses, n)
	first, wait := len(s.uses) == 1, time.Until(s.nextUse)
	s.batchMu.Unlock()
	if first {
		time.Sleep(wait)
		s.mu.Lock()
		s.batchMu.Lock()
		batch := s.uses
		s.uses, s.nextUse = nil, time.Now().Add(useGap)
		s.batchMu.Unlock()
		s.saveAllUses(batch)
		s.mu.Unlock()
	}
	return <-n.answer
}

// saveAllUses answers a batch. The caller holds mu.
func (s *Store) saveAllUses(batch []*useUpdate) {
	answers := make([]error, len(batch))
	err := s.updateRooms("note in room", func(b *bbolt.Bucket) error {
		some := false
		s.touched.overflow = s.touched.overflow || len(batch) > mostKeys
		for i, n := range batch {
			was, err := s.readRoom(b, n.key)
			if err != nil {
				answers[i] = err
				continue
			}
			r := was
			r.Used, r.Removal = was.Used || n.used, max(was.Removal, n.removal)
			if r == was {
				continue
			}
			some = true
			if err := s.writeRoom(b, n.key, r); err != nil {
				return err
			}
		}
		if !some {
			return errUnchanged
		}
		return nil
	})
	for i, n := range batch {
		if err != nil {
			answers[i] = err
		}
		n.answer <- answers[i]
	}
}
