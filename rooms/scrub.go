package rooms

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// bbolt copies a page to change it and lets the old one be. So what was deleted stays readable in
// the free pages of the file, and what a broken-off transaction had written stays there too. A
// scrub overwrites these pages in place: a copy of the database in a new file would only move the
// old bytes to the free blocks of the file system.
//
// A page may be overwritten when no commit that bbolt could still turn to refers to it. There are
// two: the newest, and the one before, whose meta page is the fallback. After one more commit both
// are younger than the deletion. Nothing is written but to pages that are free in both, so that a
// kill at any moment leaves two whole commits; what it kept from being overwritten is overwritten
// at the next start, when all free pages are looked at; else it is those that may have been freed
// since the last scrub (touched.go). No reader may be under way, or it would lose its pages: the
// caller holds mu.

// scrub overwrites what is left in the file of rooms that are gone.
func (s *Store) scrub() error {
	full := s.touched.overflow || s.brokeOff
	fallback, err := s.commitAgain(full)
	if err != nil {
		return err
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		return err
	}
	z := &zeroer{file: s.file, pageSize: tx.DB().Info().PageSize}
	if full {
		err = s.zeroFree(tx, z, fallback)
	} else {
		err = s.zeroTouched(tx, z)
	}
	if err == nil && z.wrote {
		err = s.file.Sync()
	}
	if err := errors.Join(err, tx.Rollback()); err != nil {
		s.touched.overflow = true
		return fmt.Errorf("scrub: %w", err)
	}
	if full {
		s.touched, s.brokeOff = touchedPages{}, false
	}
	s.unscrubbed = false
	return nil
}

// scrubIfNeeded scrubs if there is something to scrub. What a failed scrub leaves is the next
// one's. The caller holds mu.
func (s *Store) scrubIfNeeded(what string) error {
	if !s.unscrubbed {
		return nil
	}
	return s.runGuarded(what, s.scrub)
}

// zeroTouched overwrites those of the noted pages that are free. One that has become the free list
// of a commit stays noted: the fallback may need it.
func (s *Store) zeroTouched(tx *bbolt.Tx, z *zeroer) error {
	for id := range s.touched.pages {
		info, err := tx.Page(id)
		if err != nil {
			return err
		}
		if info != nil && info.Type == "free" {
			freelist, err := z.zeroUnlessFreelist(id)
			if err != nil {
				return err
			}
			if freelist {
				continue
			}
		}
		delete(s.touched.pages, id)
	}
	return nil
}

// pages is a range of page numbers, without its end.
type pages struct{ from, to int }

func (p pages) contains(id int) bool { return id >= p.from && id < p.to }

// commitAgain makes the newest commit the fallback. If it is to look, it returns where the free
// list of that commit stands: the page counts as free from here on, but the fallback still needs
// it, and it holds nothing but page numbers.
func (s *Store) commitAgain(look bool) (freelist pages, err error) {
	err = s.db.Update(func(tx *bbolt.Tx) error {
		if !look {
			return nil
		}
		return eachPage(tx, func(id, overflow int, kind string) error {
			if kind == "freelist" {
				freelist = pages{id, id + 1 + overflow}
			}
			return nil
		})
	})
	return freelist, err
}

// zeroFree overwrites each page that is free, except those of keep.
func (s *Store) zeroFree(tx *bbolt.Tx, z *zeroer, keep pages) error {
	end := 0
	err := eachPage(tx, func(id, overflow int, kind string) error {
		end = id + 1 + overflow
		if kind != "free" || keep.contains(id) {
			return nil
		}
		return z.zeroRange(pages{id, id + 1})
	})
	if err == nil && s.brokeOff {
		err = z.zeroTail(end)
	}
	return err
}

// eachPage goes through all pages but the two meta pages.
func eachPage(tx *bbolt.Tx, f func(id, overflow int, kind string) error) error {
	for id := 2; ; {
		info, err := tx.Page(id)
		if err != nil || info == nil {
			return err
		}
		overflow := info.OverflowCount
		if info.Type == "free" {
			overflow = 0 // its header is from another life
		}
		if err := f(id, overflow, info.Type); err != nil {
			return err
		}
		id += 1 + overflow
	}
}

// zeroer overwrites pages of a file that are not zero already.
type zeroer struct {
	file     *os.File
	pageSize int
	wrote    bool
	block    []byte // what was read
	zeros    []byte // as many
}

func (z *zeroer) zeroRange(p pages) error {
	for id := p.from; id < p.to; id++ {
		n, err := z.readPage(id)
		if err == nil {
			err = z.overwrite(id, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// zeroUnlessFreelist overwrites one page, unless it holds a free list.
func (z *zeroer) zeroUnlessFreelist(id int) (freelist bool, err error) {
	n, err := z.readPage(id)
	if err != nil || n < pageHeader {
		return false, err
	}
	if order.Uint16(z.block[8:]) == flagFreelist {
		return true, nil
	}
	return false, z.overwrite(id, n)
}

// readPage fills block with what there is of a page.
func (z *zeroer) readPage(id int) (n int, err error) {
	if z.block == nil {
		z.block, z.zeros = make([]byte, z.pageSize), make([]byte, z.pageSize)
	}
	n, err = z.file.ReadAt(z.block, int64(id)*int64(z.pageSize))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// overwrite overwrites the page that was read, n bytes of it.
func (z *zeroer) overwrite(id, n int) error {
	if bytes.Equal(z.block[:n], z.zeros[:n]) {
		return nil
	}
	z.wrote = true
	_, err := z.file.WriteAt(z.zeros[:n], int64(id)*int64(z.pageSize))
	return err
}

// zeroTail overwrites what stands behind the last page.
func (z *zeroer) zeroTail(end int) error {
	info, err := z.file.Stat()
	if err != nil {
		return err
	}
	all := int((info.Size() + int64(z.pageSize) - 1) / int64(z.pageSize))
	return z.zeroRange(pages{end, all})
}
