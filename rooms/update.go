package rooms

import (
	"time"

	"go.etcd.io/bbolt"
)

// updateGap is the least time between two commits of Update. Each takes two syncs of the disk,
// which all rooms share, and whoever has many rooms could ask for as many each second.
const updateGap = 20 * time.Millisecond

// Update changes what the store holds of a room, also of one that has expired and was not swept
// yet: somebody may be in it. change may be called more than once, and must not wait; a change that
// changes nothing costs no write. Errors: [ErrGone], [ErrCorrupt].
//
// Calls that come while another one is at work, or shortly after one, share one commit.
func (s *Store) Update(k Key, change func(*Room)) error {
	n := &update{k, change, make(chan error, 1)}
	s.batchMu.Lock()
	s.updates = append(s.updates, n)
	first, wait := len(s.updates) == 1, time.Until(s.nextUpdate)
	s.batchMu.Unlock()
	if first {
		time.Sleep(wait)
		s.mu.Lock()
		s.batchMu.Lock()
		batch := s.updates
		s.updates, s.nextUpdate = nil, time.Now().Add(updateGap)
		s.batchMu.Unlock()
		s.updateAll(batch)
		s.mu.Unlock()
	}
	return <-n.answer
}

// update is one call of Update.
type update struct {
	key    Key
	change func(*Room)
	answer chan error
}

// relocation is a room that expires in another hour than before.
type relocation struct {
	key      Key
	from, to uint32
}

// updateAll answers a batch. The caller holds mu.
func (s *Store) updateAll(batch []*update) {
	answers := make([]error, len(batch))
	var moved []relocation
	err := s.updateRooms("update room", func(b *bbolt.Bucket) error {
		some := false
		s.touched.overflow = s.touched.overflow || len(batch) > mostKeys
		for i, n := range batch {
			was, now, err := s.changeRoom(b, n)
			if answers[i] = err; err != nil || now == was {
				continue
			}
			some = true
			if err := s.writeRoom(b, n.key, now); err != nil {
				return err
			}
			if from, to := hourOf(was), hourOf(now); from != to {
				moved = append(moved, relocation{n.key, from, to})
			}
		}
		if !some {
			return errUnchanged
		}
		return nil
	})
	if err == nil {
		for _, m := range moved {
			s.index.removeKey(m.key, m.from)
			s.index.addKey(m.key, m.to)
		}
	}
	for i, n := range batch {
		if err != nil {
			answers[i] = err
		}
		n.answer <- answers[i]
	}
}

// changeRoom gives what there is of a room, and what is to be there.
func (s *Store) changeRoom(b *bbolt.Bucket, n *update) (was, now Room, err error) {
	record := b.Get(n.key[:])
	if record == nil {
		return was, now, ErrGone
	}
	if was, err = s.openRecord(n.key, record); err != nil {
		return was, now, err
	}
	now = was
	n.change(&now)
	hours, err := expiryHours(now.Expires)
	now.Expires = fromHours(hours)
	return was, now, err
}
