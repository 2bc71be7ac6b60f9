package rooms

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// A box is what a host has left for somebody who is not there yet (docs/protocol.md, 3.8): sealed
// under a key from the link, which the server does not have. A room has one at most. A box is too
// large for the database, where each change copies pages: it is a file of its own beside it, or
// memory of its own (shelf.go).

const (
	// PieceSize is how many bytes a piece of a box has. All have as many.
	PieceSize = 64 << 10
	// MostPieces is how many a box may have: 50 MiB.
	MostPieces = 800
	// UsualBoxes is how many bytes all boxes together may take, unless a store is told otherwise.
	UsualBoxes = 1 << 30
	// BoxHeadSize is how many bytes say, sealed, what is in a box.
	BoxHeadSize = 1024
)

// Box is what the server keeps of a box beside its pieces.
type Box struct {
	Pieces uint16            // 1 to MostPieces
	Taker  [32]byte          // Ed25519 public key, whose owner may take it
	Salt   [32]byte          // for the key that it is sealed under
	Head   [BoxHeadSize]byte // sealed
}

// Size is how many bytes the pieces have.
func (b Box) Size() int64 { return int64(b.Pieces) * PieceSize }

// A box begins with a header, sealed like a record under a key of its own. It is written last, and
// overwritten first: what has none is no whole box. The plaintext, numbers big-endian:
//
//	version 1 || room key 32 || pieces 2 || taker 32 || salt 32 || head 1024 || zeros
const (
	boxVersion    = 1
	boxHeaderSize = 4096
	boxPlainSize  = boxHeaderSize - sealing
)

// boxes are all boxes of a store. They are few and large, so a list will do.
type boxes struct {
	shelf  shelf
	sealer cipher.AEAD

	mu   sync.Mutex // guards what follows, and whole
	list []*box
	used int64 // bytes that they take, or will
	most int64 // bytes
}

// box is one box, or what has come of it.
type box struct {
	key   Key
	what  Box
	whole bool // all of it is there

	mu   sync.RWMutex // held while a piece is read or written
	file boxFile
	gone bool
}

func fileSize(b Box) int64 { return boxHeaderSize + b.Size() }

// find gives the box of a room, whole or not, or nil. The caller holds mu.
func (x *boxes) find(k Key) *box {
	for _, b := range x.list {
		if b.key == k {
			return b
		}
	}
	return nil
}

// addBox makes room for a box. Errors: [ErrExists], [ErrFull].
func (x *boxes) addBox(k Key, what Box) (*box, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch size := fileSize(what); {
	case x.find(k) != nil:
		return nil, ErrExists
	case x.used+size > x.most:
		return nil, ErrFull
	default:
		x.used += size
	}
	b := &box{key: k, what: what}
	x.list = append(x.list, b)
	return b, nil
}

// removeBox takes a box off the list.
func (x *boxes) removeBox(b *box) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if i := slices.Index(x.list, b); i >= 0 {
		x.list = slices.Delete(x.list, i, i+1)
		x.used -= fileSize(b.what)
	}
}

// erase overwrites a box and takes it off the list; if that fails it stays there, to be tried
// again.
func (x *boxes) erase(b *box) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gone = true
	if b.file != nil {
		if err := b.file.erase(); err != nil {
			return fmt.Errorf("erase box: %w", err)
		}
		b.file = nil
	}
	x.removeBox(b)
	return nil
}

// eraseOf erases the box of a room, whole or not; none is none.
func (x *boxes) eraseOf(k Key) error {
	x.mu.Lock()
	b := x.find(k)
	x.mu.Unlock()
	if b == nil {
		return nil
	}
	return x.erase(b)
}

// eraseGone tries again to erase what could not be erased.
func (x *boxes) eraseGone() error {
	x.mu.Lock()
	all := slices.Clone(x.list)
	x.mu.Unlock()
	for _, b := range all {
		b.mu.RLock()
		gone := b.gone
		b.mu.RUnlock()
		if gone {
			if err := x.erase(b); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *boxes) sealHeader(k Key, what Box) []byte {
	plain := make([]byte, 0, boxPlainSize)
	plain = append(append(plain, boxVersion), k[:]...)
	plain = binary.BigEndian.AppendUint16(plain, what.Pieces)
	plain = append(append(append(plain, what.Taker[:]...), what.Salt[:]...), what.Head[:]...)
	return x.sealer.Seal(nil, nil, plain[:boxPlainSize], nil)
}

// openHeader reads a header. The error says nothing but that it is none.
func (x *boxes) openHeader(header []byte) (k Key, what Box, err error) {
	plain, err := x.sealer.Open(nil, nil, header, nil)
	if err != nil || len(plain) != boxPlainSize || plain[0] != boxVersion {
		return k, what, errNoBox
	}
	copy(k[:], plain[1:])
	what.Pieces = binary.BigEndian.Uint16(plain[33:])
	copy(what.Taker[:], plain[35:])
	copy(what.Salt[:], plain[67:])
	copy(what.Head[:], plain[99:])
	if what.Pieces < 1 || what.Pieces > MostPieces {
		return k, what, errNoBox
	}
	return k, what, nil
}

var errNoBox = errors.New("no whole box")

// loadBoxes finds the boxes that an earlier process has left. What is not whole, or belongs to no
// room that is there, is erased.
func (s *Store) loadBoxes() error {
	files, err := s.boxes.shelf.list()
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := s.loadBox(file); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) loadBox(file boxFile) error {
	header := make([]byte, boxHeaderSize)
	_, err := file.readAt(header, 0)
	k, what, openErr := s.boxes.openHeader(header)
	if err == nil && openErr == nil && file.size() == fileSize(what) && s.hasRecord(k) == nil {
		s.boxes.mu.Lock()
		defer s.boxes.mu.Unlock()
		if s.boxes.find(k) == nil {
			s.boxes.used += fileSize(what)
			s.boxes.list = append(s.boxes.list, &box{key: k, what: what, whole: true, file: file})
			return nil
		}
	}
	return file.erase()
}

// hasRecord says whether a room has a record, expired or not. Errors: [ErrGone].
func (s *Store) hasRecord(k Key) error {
	return s.viewRooms("find room", func(b *bbolt.Bucket) error {
		if b.Get(k[:]) == nil {
			return ErrGone
		}
		return nil
	})
}
