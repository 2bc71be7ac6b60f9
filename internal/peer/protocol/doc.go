package protocol

import (
	"bytes"

	"einmal/internal/strictjson"
)

// What people make together (protocol, section 4.12): a message is its kind and what the part that
// the kind is of makes of the rest.
const (
	// MaxDoc is how many bytes a message has at most, with its kind.
	MaxDoc = 16 << 10
	// The kinds that the parts share; each has sixteen.
	firstDocKind = 0x10
	lastDocKind  = 0x8f
)

// IsDoc reports whether a message could be one: of the kinds of parts that are not here nothing is
// known, and they are skipped.
func IsDoc(message []byte) bool {
	return len(message) > 0 && len(message) <= MaxDoc && message[0] >= firstDocKind &&
		message[0] <= lastDocKind
}

// decodePayload reads a payload that is JSON, strictly, into the struct to which shape points. The
// error is a Violation.
func decodePayload(payload []byte, shape any) error {
	// The kind stands in front of the object, and not in it.
	inner, ok := bytes.CutPrefix(bytes.TrimLeft(payload, " \t\r\n"), []byte("{"))
	if !ok {
		return ErrBadMessage
	}
	text := []byte(`{"kind":"",`)
	if bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte("}")) {
		text = []byte(`{"kind":""`)
	}
	switch _, err := strictjson.Decode(append(text, inner...), func(string) any { return shape }); {
	case err == strictjson.ErrUnknownField:
		return errUnknownField
	case err != nil:
		return ErrBadMessage
	}
	return nil
}

// isLine reports whether a text may be shown as it is, in one line of 1 to so many characters.
func isLine(text string, most int) bool {
	return text != "" && text == ToLine(text) && IsAtMost(most, text)
}
