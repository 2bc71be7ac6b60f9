package rooms

import (
	"time"

	"go.etcd.io/bbolt"
)

// noteGap is the least time between two commits of notes. Each takes two syncs of the disk, which
// all rooms share, and whoever has many rooms could ask for as many each second.
const noteGap = 20 * time.Millisecond

// noting is one call of Note.
type noting struct {
	key     Key
	used    bool
	removal uint64
	answer  chan error
}

// Note adds to a room that the call has taken place, and the epoch of a roster that took somebody
// off the list. What is noted already, or of an older roster, changes nothing and costs no write.
// Errors: [ErrGone], [ErrCorrupt].
//
// Calls that come while another one is at work, or shortly after one, share one commit.
func (s *Store) Note(k Key, used bool, removal uint64) error {
	n := &noting{k, used, removal, make(chan error, 1)}
	s.batchMu.Lock()
	s.notes = append(s.notes, n)
	first, wait := len(s.notes) == 1, time.Until(s.nextNote)
	s.batchMu.Unlock()
	if first {
		time.Sleep(wait)
		s.mu.Lock()
		s.batchMu.Lock()
		batch := s.notes
		s.notes, s.nextNote = nil, time.Now().Add(noteGap)
		s.batchMu.Unlock()
		s.noteAll(batch)
		s.mu.Unlock()
	}
	return <-n.answer
}

// noteAll answers a batch. The caller holds mu.
func (s *Store) noteAll(batch []*noting) {
	answers := make([]error, len(batch))
	err := s.change("note in room", func(b *bbolt.Bucket) error {
		some := false
		s.touched.all = s.touched.all || len(batch) > mostKeys
		for i, n := range batch {
			was, err := s.get(b, n.key)
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
			if err := s.put(b, n.key, r); err != nil {
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
