package rooms

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// BoxesName is the directory of the boxes in that of a store.
const BoxesName = "boxes"

// shelf is where boxes lie.
type shelf interface {
	// create makes room for a box, all of it zeros.
	create(size int64) (boxFile, error)
	// list gives what an earlier process has left.
	list() ([]boxFile, error)
}

// boxFile is the place of one box.
type boxFile interface {
	readAt(b []byte, at int64) (int, error)
	writeAt(b []byte, at int64) error
	sync() error
	size() int64
	// erase overwrites all of it and gives the place back.
	erase() error
}

// directory is a shelf on the disk. A file has a name by chance: a name that had to do with the
// room would stay behind in the blocks of the directory. It is open only while it is used, so that
// boxes take no descriptors.
type directory string

// diskBox is a file in it, by its path.
type diskBox struct {
	path  string
	bytes int64
}

// create reserves the blocks before anything is written to them: what a crash leaves of a box is
// then in a file, where the next start finds it, and not in free blocks.
func (d directory) create(size int64) (boxFile, error) {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, err
	}
	name := make([]byte, 16)
	rand.Read(name) // never fails (crypto/rand)
	box := &diskBox{filepath.Join(string(d), hex.EncodeToString(name)), size}
	f, err := os.OpenFile(box.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	err = errors.Join(reserve(f, size), f.Sync(), f.Close())
	if err == nil {
		err = syncDir(string(d))
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(box.path))
	}
	return box, nil
}

func (d directory) list() (files []boxFile, err error) {
	entries, err := os.ReadDir(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			files = append(files, &diskBox{filepath.Join(string(d), entry.Name()), info.Size()})
		}
	}
	return files, err
}

func (b *diskBox) size() int64 { return b.bytes }

func (b *diskBox) use(flag int, f func(*os.File) error) error {
	file, err := os.OpenFile(b.path, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(f(file), file.Close())
}

func (b *diskBox) readAt(p []byte, at int64) (n int, err error) {
	err = b.use(os.O_RDONLY, func(f *os.File) error {
		n, err = f.ReadAt(p, at)
		return err
	})
	return n, err
}

func (b *diskBox) writeAt(p []byte, at int64) error {
	return b.use(os.O_WRONLY, func(f *os.File) error {
		_, err := f.WriteAt(p, at)
		return err
	})
}

// sync also takes the time of the last change off: when something was left is nobody's business.
func (b *diskBox) sync() error {
	return b.use(os.O_WRONLY, func(f *os.File) error {
		return errors.Join(os.Chtimes(b.path, time.Unix(0, 0), time.Unix(0, 0)), f.Sync())
	})
}

// erase overwrites the header first, so that what a crash leaves is no box, and then the rest.
func (b *diskBox) erase() error {
	err := b.use(os.O_WRONLY, func(f *os.File) error {
		zeros := make([]byte, min(b.bytes, 1<<20))
		for at := int64(0); at < b.bytes; {
			n := min(int64(len(zeros)), b.bytes-at)
			if at == 0 {
				n = min(n, boxHeaderSize)
			}
			if _, err := f.WriteAt(zeros[:n], at); err != nil {
				return err
			}
			if at == 0 {
				if err := f.Sync(); err != nil {
					return err
				}
			}
			at += n
		}
		return f.Sync()
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.Remove(b.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(b.path))
}
