package rooms

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// loadKey reads the server key in dir; for a new store it makes one.
func loadKey(dir string, check []byte) ([]byte, error) {
	path := filepath.Join(dir, keyName)
	key, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && check != nil:
		return nil, fmt.Errorf("%w: the server key is missing", ErrCorrupt)
	case errors.Is(err, fs.ErrNotExist):
		return createKey(dir, path)
	}
	return key, err
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
