package rooms

import (
	"encoding/base32"
	"strings"
)

// handleLength: 50 bits tell a hundred thousand rooms apart, and can be read out over the
// telephone.
const handleLength = 10

// Handle is a short name for a room between the people of this server and its operator: the
// beginning of its key in small letters and digits from 2 to 7. It leads to no id and to no link.
func (k Key) Handle() string {
	return strings.ToLower(base32.StdEncoding.EncodeToString(k[:])[:handleLength])
}

// FindByHandle finds the room of a handle. Two rooms of one handle count as none: nobody could say
// which is meant. Errors: [ErrGone].
func FindByHandle(all map[Key]Room, handle string) (named Key, err error) {
	err = ErrGone
	for k := range all {
		switch {
		case k.Handle() != handle:
		case err == nil:
			return Key{}, ErrGone
		default:
			named, err = k, nil
		}
	}
	return named, err
}
