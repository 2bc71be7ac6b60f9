package peer

import "slices"

// recent keeps the newest maxRecent values.
type recent[T comparable] []T

const maxRecent = 64

func (r *recent[T]) remember(v T) {
	if !slices.Contains(*r, v) {
		*r = append((*r)[max(0, len(*r)+1-maxRecent):], v)
	}
}
