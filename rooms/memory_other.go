//go:build !linux

package rooms

import "errors"

// OpenInMemory needs a file without a disk, which only Linux has.
func OpenInMemory() (*Store, error) {
	return nil, errors.New("open room store in memory: this needs Linux")
}
