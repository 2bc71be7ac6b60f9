package rooms

import (
	"errors"
	"fmt"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// FileName is that of the database in the directory of a store.
const FileName = "einmal.db"

const (
	keyName = "server.key"
	keySize = 32
	// lockTimeout is long enough for a predecessor that is just shutting down, short enough to wait
	// for.
	lockTimeout = time.Second
)

var (
	bucketRooms = []byte("rooms")
	bucketStore = []byte("store")
	checkName   = []byte("check")
)

func openDatabase(path string, options *bbolt.Options) (db *bbolt.DB, err error) {
	err = recoverFault(func() error {
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

// recoverFault turns a panic or a memory fault in bbolt, which trusts the pages it maps, into
// [ErrCorrupt].
func recoverFault(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, r)
		}
	}()
	return f()
}
