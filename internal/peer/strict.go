package peer

import (
	"reflect"

	"einmal/internal/strictjson"
)

// violation means that something that was received breaks the protocol. Its text is the code
// (section 5).
type violation string

func (e violation) Error() string { return string(e) }

const (
	errBadMessage   violation = "bad-message"
	errUnknownKind  violation = "unknown-kind"
	errUnknownField violation = "unknown-field"
	// errSafety means that the rules of the safety code were broken (section 4.4).
	errSafety violation = "safety"
	// errFiles means that the rules of sending files were broken (section 4.6).
	errFiles violation = "files"
)

// decode reads one JSON object of that vocabulary, strictly: names have to be exact, each field
// there once, none more, none null. The error is a violation.
func decode(text []byte, known vocabulary) (message, error) {
	read, err := strictjson.Decode(text, func(kind string) any {
		if shape, ok := known[kind]; ok {
			return reflect.New(shape).Interface()
		}
		return nil
	})
	switch err {
	case nil:
	case strictjson.ErrUnknownKind:
		return nil, errUnknownKind
	case strictjson.ErrUnknownField:
		return nil, errUnknownField
	default:
		return nil, errBadMessage
	}
	m := read.(message)
	if !isValid(m) {
		return nil, errBadMessage
	}
	return m, nil
}
