package rooms

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// Open opens the store in dir and makes what is missing: dir (mode 0700), the server key and the
// database (0600). Errors: [ErrLocked], [ErrCorrupt], or what the file system says.
func Open(dir string) (*Store, error) {
	s, err := openDir(dir)
	if err != nil {
		return nil, fmt.Errorf("open room store: %w", err)
	}
	return s, nil
}

func openDir(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	if err := verifyFile(path); err != nil {
		return nil, err
	}
	return openDatabaseAt(path, directory(filepath.Join(dir, BoxesName)), os.OpenFile,
		func(check []byte) ([]byte, error) { return loadKey(dir, check) })
}

// openDatabaseAt opens the database at path with a function like [os.OpenFile]. key gives the
// server key; it is told what proves the key, nil in a new store.
func openDatabaseAt(path string, shelf shelf,
	openFile func(string, int, os.FileMode) (*os.File, error),
	key func(check []byte) ([]byte, error)) (*Store, error) {
	// whatever the predecessor's end has left
	s := &Store{unscrubbed: true, brokeOff: true, most: MostRooms, ends: make(chan struct{}),
		boxes: boxes{shelf: shelf, most: UsualBoxes}}
	var err error
	s.db, err = openDatabase(path, &bbolt.Options{Timeout: lockTimeout,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			file, err := openFile(path, flag, mode)
			s.file = file
			return file, err
		}})
	if err != nil {
		return nil, err
	}
	// The lock is held from here on, so two processes that start together cannot make two keys.
	err = recoverFault(func() error { return s.proveServerKey(key) })
	if err == nil {
		err = recoverFault(s.loadIndex)
	}
	if err == nil {
		err = s.scrubIfNeeded("scrub")
	}
	if err == nil {
		err = s.loadBoxes()
	}
	if err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

// proveServerKey proves that the server key belongs to the database; in a new store it makes both.
func (s *Store) proveServerKey(key func(check []byte) ([]byte, error)) error {
	var check []byte
	fresh := false
	err := s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketStore)
		if b != nil {
			check = append(check, b.Get(checkName)...)
		}
		fresh = b == nil && tx.Bucket(bucketRooms) == nil
		return nil
	})
	if err != nil {
		return err
	}
	if s.serverKey, err = key(check); err != nil {
		return err
	}
	if len(s.serverKey) != keySize {
		return fmt.Errorf("%w: the server key has %d bytes", ErrCorrupt, len(s.serverKey))
	}
	if s.sealer, err = newSealer(s.serverKey, "einmal/1 room record"); err != nil {
		return err
	}
	if s.boxes.sealer, err = newSealer(s.serverKey, "einmal/1 box header"); err != nil {
		return err
	}
	if check != nil {
		if _, err := s.sealer.Open(nil, nil, check, checkName); err != nil {
			return fmt.Errorf("%w: the server key is not the one of this database", ErrCorrupt)
		}
		return nil
	}
	if fresh { // no room has ever been in it; scrubbing would only take time, with three syncs
		s.unscrubbed, s.brokeOff = false, false
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		if _, err := tx.CreateBucketIfNotExists(bucketRooms); err != nil {
			return err
		}
		b, err := tx.CreateBucketIfNotExists(bucketStore)
		if err != nil {
			return err
		}
		if err := s.writeLastSweep(b, time.Now()); err != nil {
			return err
		}
		return b.Put(checkName, s.sealer.Seal(nil, nil, []byte{recordVersion}, checkName))
	})
}

// loadIndex fills the index, and finds out when the store was last swept.
func (s *Store) loadIndex() error {
	return s.db.View(func(tx *bbolt.Tx) error {
		s.readBatch(tx.Bucket(bucketRooms), nil, math.MaxInt, func(k Key, r Room, err error) {
			hour := uint32(damaged)
			if err == nil {
				hour = hourOf(r)
			}
			s.index.addKey(k, hour)
		})
		return s.readLastSweep(tx.Bucket(bucketStore))
	})
}

// Close releases the file and its lock. It waits for transactions that are under way.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken.Load() {
		// the end of the process releases them
		return fmt.Errorf("close room store: %w", ErrCorrupt)
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close room store: %w", err)
	}
	return nil
}
