package rooms

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	databaseName = "einmal.db"
	keyName      = "server.key"
	keySize      = 32
	// lockTimeout is long enough for a predecessor that is just shutting down, short enough to wait for.
	lockTimeout = time.Second
)

var (
	bucketRooms = []byte("rooms")
	bucketStore = []byte("store")
	checkName   = []byte("check")
)

// Store is the open room store.
type Store struct {
	serverKey []byte
	sealer    cipher.AEAD

	mu sync.RWMutex // held for each transaction: nobody waits inside bbolt, where broken would not reach him
	db *bbolt.DB
	// broken: a transaction broke off in a panic or a fault. bbolt may then hold its own lock for ever.
	broken atomic.Bool
}

// Open opens the store in dir and makes what is missing: dir (mode 0700), the server key and the database (0600).
// Errors: [ErrLocked], [ErrCorrupt], or what the file system says.
func Open(dir string) (*Store, error) {
	s, err := open(dir)
	if err != nil {
		return nil, fmt.Errorf("open room store: %w", err)
	}
	return s, nil
}

func open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, databaseName)
	if err := verifyFile(path); err != nil {
		return nil, err
	}
	db, err := openDatabase(path, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return nil, err
	}
	s := &Store{db: db}
	// The lock is held from here on, so two processes that start together cannot make two keys.
	if err := guard(func() error { return s.setUp(dir) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// setUp loads the server key and proves that it belongs to the database; in a new store it makes both.
func (s *Store) setUp(dir string) error {
	var check []byte
	err := s.db.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketStore); b != nil {
			check = append(check, b.Get(checkName)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	keyPath := filepath.Join(dir, keyName)
	s.serverKey, err = os.ReadFile(keyPath)
	switch {
	case errors.Is(err, fs.ErrNotExist) && check != nil:
		return fmt.Errorf("%w: the server key is missing", ErrCorrupt)
	case errors.Is(err, fs.ErrNotExist):
		s.serverKey, err = createKey(dir, keyPath)
	}
	if err != nil {
		return err
	}
	if len(s.serverKey) != keySize {
		return fmt.Errorf("%w: the server key has %d bytes", ErrCorrupt, len(s.serverKey))
	}
	if s.sealer, err = newSealer(s.serverKey); err != nil {
		return err
	}
	if check != nil {
		if _, err := s.sealer.Open(nil, nil, check, checkName); err != nil {
			return fmt.Errorf("%w: the server key is not the one of this database", ErrCorrupt)
		}
		return nil
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		if _, err := tx.CreateBucketIfNotExists(bucketRooms); err != nil {
			return err
		}
		b, err := tx.CreateBucketIfNotExists(bucketStore)
		if err != nil {
			return err
		}
		return b.Put(checkName, s.sealer.Seal(nil, nil, []byte{recordVersion}, checkName))
	})
}

// createKey makes the server key whole or not at all: a crash must not leave half a key.
func createKey(dir, path string) ([]byte, error) {
	key := make([]byte, keySize)
	rand.Read(key)                             // never fails (crypto/rand)
	f, err := os.CreateTemp(dir, keyName+".*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(key)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return nil, err
	}
	return key, syncDir(dir)
}

// syncDir makes the names in dir durable; syncing a file does not do that.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func openDatabase(path string, options *bbolt.Options) (db *bbolt.DB, err error) {
	err = guard(func() error {
		db, err = bbolt.Open(path, 0o600, options)
		return err
	})
	var errno syscall.Errno
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, ErrLocked
	case errors.Is(err, ErrCorrupt), errors.As(err, &errno):
		return nil, err
	default: // bbolt's own complaints about what is in the file
		return nil, fmt.Errorf("%w: %v", ErrCorrupt, err)
	}
}

// guard turns a panic or a memory fault in bbolt, which trusts the pages it maps, into [ErrCorrupt].
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, r)
		}
	}()
	return f()
}

// Close releases the file and its lock. It waits for transactions that are under way.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken.Load() {
		return fmt.Errorf("close room store: %w", ErrCorrupt) // the end of the process releases them
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close room store: %w", err)
	}
	return nil
}
