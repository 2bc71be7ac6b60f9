package rooms

import (
	"errors"
	"fmt"
)

// LimitBoxes says how many bytes all boxes together may take from now on; 0: there are none to be
// had.
func (s *Store) LimitBoxes(most int64) {
	s.boxes.mu.Lock()
	defer s.boxes.mu.Unlock()
	s.boxes.most = most
}

// TakesBoxes says whether there may be boxes at all.
func (s *Store) TakesBoxes() bool {
	s.boxes.mu.Lock()
	defer s.boxes.mu.Unlock()
	return s.boxes.most > 0
}

// CountBoxes says how many boxes there are, and how many bytes they take.
func (s *Store) CountBoxes() (boxes int, bytes int64) {
	s.boxes.mu.Lock()
	defer s.boxes.mu.Unlock()
	return len(s.boxes.list), s.boxes.used
}

// FindBox gives the box of a room, if a whole one is there. Errors: [ErrGone].
func (s *Store) FindBox(k Key) (Box, error) {
	b, err := s.wholeBox(k)
	if err != nil {
		return Box{}, err
	}
	return b.what, nil
}

func (s *Store) wholeBox(k Key) (*box, error) {
	s.boxes.mu.Lock()
	defer s.boxes.mu.Unlock()
	if b := s.boxes.find(k); b != nil && b.whole {
		return b, nil
	}
	return nil, ErrGone
}

// ReadPiece reads a piece of the box of a room, numbered from 0, into PieceSize bytes. Errors:
// [ErrGone], also if another box has taken its place.
func (s *Store) ReadPiece(k Key, salt [32]byte, n int, into []byte) error {
	b, err := s.wholeBox(k)
	if err != nil {
		return err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.gone || b.what.Salt != salt || n < 0 || n >= int(b.what.Pieces) {
		return ErrGone
	}
	if _, err := b.file.readAt(into[:PieceSize], pieceAt(n)); err != nil {
		return fmt.Errorf("read box: %w", err)
	}
	return nil
}

func pieceAt(n int) int64 { return boxHeaderSize + int64(n)*PieceSize }

// EraseBox erases the box of a room, unless another has taken its place, and returns when no byte
// of it is left. Errors: [ErrGone], which also means that no byte is left.
func (s *Store) EraseBox(k Key, salt [32]byte) error {
	b, err := s.wholeBox(k)
	if err != nil {
		return err
	}
	if b.what.Salt != salt {
		return ErrGone
	}
	return s.boxes.erase(b)
}

// BoxWriter fills a box. It is for one goroutine.
type BoxWriter struct {
	store *Store
	box   *box
	next  int // piece
}

// PutBox begins to fill a box for a room that has none; one that somebody began before and has not
// finished makes way. Errors: [ErrGone] if there is no such room, [ErrExists], [ErrFull].
func (s *Store) PutBox(k Key, what Box) (*BoxWriter, error) {
	if what.Pieces < 1 || what.Pieces > MostPieces {
		return nil, errors.New("put box: so many pieces there are not")
	}
	if err := s.hasRecord(k); err != nil {
		return nil, err
	}
	s.boxes.mu.Lock()
	begun := s.boxes.find(k)
	if begun != nil && begun.whole {
		s.boxes.mu.Unlock()
		return nil, ErrExists
	}
	s.boxes.mu.Unlock()
	if begun != nil {
		if err := s.boxes.erase(begun); err != nil {
			return nil, err
		}
	}
	b, err := s.boxes.addBox(k, what)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.file, err = s.boxes.shelf.create(fileSize(what)); err != nil {
		s.boxes.removeBox(b)
		return nil, fmt.Errorf("put box: %w", err)
	}
	return &BoxWriter{store: s, box: b}, nil
}

// Write adds a piece of PieceSize bytes. Errors: [ErrGone] if the room or the box has gone
// meanwhile.
func (w *BoxWriter) Write(piece []byte) error {
	if len(piece) != PieceSize || w.Missing() == 0 {
		return errors.New("put box: that is no piece of it")
	}
	w.box.mu.RLock()
	defer w.box.mu.RUnlock()
	if w.box.gone {
		return ErrGone
	}
	if err := w.box.file.writeAt(piece, pieceAt(w.next)); err != nil {
		return fmt.Errorf("put box: %w", err)
	}
	w.next++
	return nil
}

// Missing is how many pieces are still to come.
func (w *BoxWriter) Missing() int { return int(w.box.what.Pieces) - w.next }

// Finish makes a box of what was written, and returns when it is on the disk. Errors: [ErrGone] if
// the room or the box has gone meanwhile.
func (w *BoxWriter) Finish() error {
	if w.Missing() > 0 {
		return errors.New("put box: there are pieces missing")
	}
	if err := w.sync(); err != nil {
		return err
	}
	// Whoever erases the room deletes the record first, and then erases what there is of a box.
	if err := w.store.hasRecord(w.box.key); err != nil {
		return err
	}
	w.store.boxes.mu.Lock()
	defer w.store.boxes.mu.Unlock()
	w.box.whole = true
	return nil
}

// sync writes the pieces and, when they are there, the header.
func (w *BoxWriter) sync() error {
	w.box.mu.RLock()
	defer w.box.mu.RUnlock()
	if w.box.gone {
		return ErrGone
	}
	err := w.box.file.sync()
	if err == nil {
		header := w.store.boxes.sealHeader(w.box.key, w.box.what)
		err = errors.Join(w.box.file.writeAt(header, 0), w.box.file.sync())
	}
	if err != nil {
		return fmt.Errorf("put box: %w", err)
	}
	return nil
}

// Discard erases what was written, if it has not become a box.
func (w *BoxWriter) Discard() error {
	w.store.boxes.mu.Lock()
	whole := w.box.whole
	w.store.boxes.mu.Unlock()
	if whole {
		return nil
	}
	return w.store.boxes.erase(w.box)
}
