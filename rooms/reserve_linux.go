package rooms

import (
	"os"

	"golang.org/x/sys/unix"
)

// spare is what boxes leave free on the disk: the database has to grow, too.
const spare = 256 << 20

// reserve gives a file its blocks. Errors: [ErrFull].
func reserve(f *os.File, size int64) error {
	var disk unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &disk); err != nil {
		return os.NewSyscallError("fstatfs", err)
	}
	//nolint:gosec // both are far below 2^63
	if free := int64(disk.Bavail) * int64(disk.Bsize); free < size+spare {
		return ErrFull
	}
	if err := unix.Fallocate(int(f.Fd()), 0, 0, size); err != nil {
		return os.NewSyscallError("fallocate", err)
	}
	return nil
}

// memoryShelf keeps boxes in memory of this process alone. It is no memory of Go's, which would
// copy it into what it collects.
type memoryShelf struct{}

type memoryBox []byte

func (memoryShelf) create(size int64) (boxFile, error) {
	b, err := unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return memoryBox(b), nil
}

func (memoryShelf) list() ([]boxFile, error) { return nil, nil }

func (b memoryBox) readAt(p []byte, at int64) (int, error) { return copy(p, b[at:]), nil }
func (b memoryBox) sync() error                            { return nil }
func (b memoryBox) size() int64                            { return int64(len(b)) }

func (b memoryBox) writeAt(p []byte, at int64) error {
	copy(b[at:], p)
	return nil
}

func (b memoryBox) erase() error {
	clear(b)
	return os.NewSyscallError("munmap", unix.Munmap(b))
}
