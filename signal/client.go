package signal

import "errors"

// What the server says, for the commands of its own program that speak to it as clients.

var serverMessages = kinds{
	"challenge": func() Message { return new(Challenge) },
	"created":   func() Message { return new(Created) },
	"welcome":   func() Message { return new(Welcome) },
	"host":      func() Message { return new(Host) },
	"knock":     func() Message { return new(Knock) },
	"roster":    func() Message { return new(Roster) },
	"deny":      func() Message { return new(Deny) },
	"end":       func() Message { return new(End) },
	"left":      func() Message { return new(Left) },
	"incident":  func() Message { return new(Incident) },
	"relay":     func() Message { return new(RelayAccess) },
	"knows":     func() Message { return new(Knows) },
	"pong":      func() Message { return new(Pong) },
	"error":     func() Message { return new(Error) },
}

// DecodeServer reads what a server has said, as strictly as the server reads its clients. The error
// is a code of docs/protocol.md, section 5.
func DecodeServer(data []byte) (Message, error) {
	m, code := decode(data, serverMessages)
	if code != "" {
		return nil, errors.New(string(code))
	}
	return m, nil
}
