package protocol

import (
	"reflect"

	"einmal/internal/strictjson"
)

// Violation means that something that was received breaks the protocol. Its text is the code
// (section 5).
type Violation string

func (e Violation) Error() string { return string(e) }

const (
	ErrBadMessage   Violation = "bad-message"
	errUnknownKind  Violation = "unknown-kind"
	errUnknownField Violation = "unknown-field"
	// ErrBadSignature means that somebody passes on as the host's word what the host has not signed.
	ErrBadSignature Violation = "bad-signature"
	// ErrSafety means that the rules of the safety code were broken (section 4.4).
	ErrSafety Violation = "safety"
	// ErrFiles means that the rules of sending files were broken (section 4.6).
	ErrFiles Violation = "files"
)

// Decode reads one JSON object of that vocabulary, strictly: names have to be exact, each field
// there once, none more, none null. The error is a Violation.
func Decode(text []byte, known vocabulary) (Message, error) {
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
		return nil, ErrBadMessage
	}
	m := read.(Message)
	if !isValid(m) {
		return nil, ErrBadMessage
	}
	return m, nil
}
