package protocol

import (
	"errors"

	"einmal/internal/strictjson"
)

// DecodeClient reads what a client has said. An empty code is success.
func DecodeClient(data []byte) (Message, Code) { return decode(data, clientMessages) }

// DecodeServer reads what a server has said, as strictly as the server reads its clients. The error
// is a code of docs/protocol.md, section 5.
func DecodeServer(data []byte) (Message, error) {
	m, code := decode(data, serverMessages)
	if code != "" {
		return nil, errors.New(string(code))
	}
	return m, nil
}

// decode reads one message. It keeps nothing of data. An empty code is success.
func decode(data []byte, known messageKinds) (Message, Code) {
	read, err := strictjson.Decode(data, func(kind string) any {
		if create := known[kind]; create != nil {
			return create()
		}
		return nil
	})
	switch err {
	case nil:
	case strictjson.ErrUnknownKind:
		return nil, CodeUnknownKind
	case strictjson.ErrUnknownField:
		return nil, CodeUnknownField
	default:
		return nil, CodeBadMessage
	}
	m := read.(Message)
	if !isValid(m) {
		return nil, CodeBadMessage
	}
	return m, ""
}
