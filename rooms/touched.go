package rooms

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// What a transaction frees are pages on the way from the root to a key that it changes, and their
// neighbours, with which bbolt merges what has become too empty. They are noted before, so that a
// scrub need not look at every page of the file. Free lists are not among them: they hold nothing
// but page numbers.
type touchedPages struct {
	pages    map[int]struct{}
	overflow bool // too many to note: every page may be one
}

// mostTouched is where looking at all pages takes no longer; mostKeys, of one transaction, keeps
// what is said above true.
const (
	mostTouched = 1024
	mostKeys    = 32
)

func (t *touchedPages) addPage(id int) {
	if len(t.pages) == mostTouched {
		t.overflow = true
	}
	if t.overflow {
		t.pages = nil
		return
	}
	if t.pages == nil {
		t.pages = make(map[int]struct{})
	}
	t.pages[id] = struct{}{}
}

// noteTouched notes what a change of k may free. The caller holds mu, and has not changed b yet or
// only in the same way.
func (s *Store) noteTouched(b *bbolt.Bucket, k Key) {
	tx := b.Tx()
	//nolint:gosec // page numbers of a file that fits into memory
	s.touched.addPage(int(tx.Cursor().Bucket().Root()))
	page := make([]byte, tx.DB().Info().PageSize)
	// 0: so small that it lies in the root's page
	for id := uint64(b.Root()); id != 0 && !s.touched.overflow; {
		s.touched.addPage(int(id)) //nolint:gosec // as above
		if _, err := s.file.ReadAt(page, int64(id)*int64(len(page))); err != nil {
			s.touched.overflow = true
			return
		}
		children := branchChildren(page)
		if children == nil {
			return
		}
		i := len(children) - 1
		for i > 0 && bytes.Compare(children[i].first, k[:]) > 0 {
			i--
		}
		for _, child := range children[max(i-1, 0):min(i+2, len(children))] {
			s.touched.addPage(int(child.id)) //nolint:gosec // as above
		}
		id = children[i].id
	}
}

type child struct {
	first []byte // key
	id    uint64
}

// branchChildren gives the children of a branch page; nil for any other. verify has seen to it that
// they lie inside.
func branchChildren(page []byte) []child {
	if order.Uint16(page[8:]) != flagBranch {
		return nil
	}
	children := make([]child, order.Uint16(page[10:]))
	for i := range children {
		e := page[pageHeader+i*elementSize:]
		at := order.Uint32(e)
		children[i] = child{e[at:][:order.Uint32(e[4:])], order.Uint64(e[8:])}
	}
	return children
}
