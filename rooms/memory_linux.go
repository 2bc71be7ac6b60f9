package rooms

import (
	"crypto/rand"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// OpenInMemory opens an empty store that lives in the memory of this process alone: its file has no
// name and no disk (memfd_create), its server key is new. Both end with the process. The
// operating system may still write them to swap space, like all memory.
func OpenInMemory() (*Store, error) {
	const name = "einmal" // for whoever lists the process's mappings
	s, err := openDatabaseAt(name, memoryShelf{}, openMemory, func([]byte) ([]byte, error) {
		key := make([]byte, keySize)
		rand.Read(key) // never fails (crypto/rand)
		return key, nil
	})
	if err != nil {
		return nil, fmt.Errorf("open room store in memory: %w", err)
	}
	return s, nil
}

func openMemory(name string, _ int, _ os.FileMode) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	return os.NewFile(uintptr(fd), name), nil
}
