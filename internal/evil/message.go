//go:build evil

package evil

import (
	"encoding/base64"
	"encoding/json"
	"slices"
)

// Message is something on its way between a participant and the real server. With neither wire nor
// client it goes nowhere.
type Message struct {
	Client *Client // whose connection; nil before its join
	Up     bool    // from the participant to the real server
	Binary bool
	Data   []byte
	wire   *wire
}

// change gives what is passed on in place of a message.
type change func(m Message) []Message

// Client is one participant, as the server knows it: by the key of its join.
type Client struct {
	key  string // base64url
	sid  string // base64url, as the real server gave it
	host bool
	wire *wire
}

type (
	attemptID [8]byte
	// text is a JSON message.
	text map[string]json.RawMessage
)

// Types of a frame's body (protocol, section 4).
const (
	message1  = 1
	message2  = 2
	transport = 3
	// A frame is sid || type || attempt || rest.
	typeAt    = 8
	attemptAt = 9
	restAt    = 17
)

var base64url = base64.RawURLEncoding

// isFrame says whether it is a frame of an attempt on its way to a participant.
func (m Message) isFrame(types ...byte) bool {
	return m.Binary && !m.Up && m.Client != nil && len(m.Data) > restAt &&
		slices.Contains(types, m.Data[typeAt])
}

// sender of a frame on its way down.
func (m Message) sender() string { return base64url.EncodeToString(m.Data[:typeAt]) }

func (m Message) attempt() attemptID { return attemptID(m.Data[attemptAt:restAt]) }

// with gives the same message with other content.
func (m Message) with(data []byte) Message {
	m.Data = data
	return m
}

// kind of a text message; "" for a frame.
func (m Message) kind() string {
	if m.Binary {
		return ""
	}
	return parse(m.Data).word("kind")
}

// isTo says whether it is a text of this kind on its way to a participant.
func (m Message) isTo(kind string) bool { return !m.Up && m.Client != nil && m.kind() == kind }

func parse(data []byte) text {
	t := text{}
	_ = json.Unmarshal(data, &t) // what is none is empty
	return t
}

func (t text) word(field string) (word string) {
	_ = json.Unmarshal(t[field], &word)
	return word
}

// say makes a text for a client, in the real server's name.
func say(to *Client, t text) Message { return Message{Client: to, Data: t.encode()} }

func (t text) encode() []byte { return raw(t) }

// but gives a copy with other values of some fields: name, value, name, value.
func (t text) but(changes ...any) text {
	out := make(text, len(t))
	for field, value := range t {
		out[field] = value
	}
	for i := 0; i < len(changes); i += 2 {
		out[changes[i].(string)] = raw(changes[i+1])
	}
	return out
}

func raw(value any) json.RawMessage {
	data, err := json.Marshal(value)
	if err != nil { // no message holds anything that JSON cannot
		panic(err)
	}
	return data
}

// member is one line of a roster.
type member struct {
	SID  string `json:"sid"`
	Key  string `json:"key"`
	Role string `json:"role"`
}

func (t text) members() (members []member) {
	_ = json.Unmarshal(t["members"], &members)
	return members
}

func (t text) epoch() (epoch int64) {
	_ = json.Unmarshal(t["epoch"], &epoch)
	return epoch
}

// bytes gives n random bytes, the same for each run of a seed.
func (s *Server) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.rand.Uint32())
	}
	return b
}

// words gives n random bytes as they stand in a text.
func (s *Server) words(n int) string { return base64url.EncodeToString(s.bytes(n)) }

// without gives a copy that lacks a field.
func (t text) without(field string) text {
	out := t.but()
	delete(out, field)
	return out
}
