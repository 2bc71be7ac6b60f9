package phone

// keyMeaning is what a caller wants with two keys: a star and a number, as is usual.
type keyMeaning int

const (
	noKeys   keyMeaning = iota
	muteKeys            // *6
	handKeys            // *9
)

// keyReader reads two keys. One alone is nothing: it may be an answering machine further down.
type keyReader struct{ star bool }

func newKeyReader() *keyReader { return &keyReader{} }

func (r *keyReader) read(key byte) keyMeaning {
	star := r.star
	r.star = key == '*'
	switch {
	case star && key == '6':
		return muteKeys
	case star && key == '9':
		return handKeys
	}
	return noKeys
}
