//go:build evil

package evil

import (
	"encoding/base64"
	"encoding/json"
	"slices"
)

// Message is a WebSocket message on its way between a participant and the real server. With neither
// a connection nor a client it goes nowhere.
type Message struct {
	Client *Client // whose connection; nil before its join
	Up     bool    // from the participant to the real server
	Binary bool
	Data   []byte
	conn   *proxyConn
}

// filter gives the messages that are passed on in place of one.
type filter func(m Message) []Message

// Client is one participant as the server knows it: by the key of its join.
type Client struct {
	key    string // base64url
	sid    string // base64url, as the real server gave it
	isHost bool
	conn   *proxyConn
}

type (
	attemptID [8]byte
	// jsonMessage is what a text message holds.
	jsonMessage map[string]json.RawMessage
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

// senderSID gives the sender of a frame on its way down.
func (m Message) senderSID() string { return base64url.EncodeToString(m.Data[:typeAt]) }

func (m Message) attempt() attemptID { return attemptID(m.Data[attemptAt:restAt]) }

// withData gives the same message with other content.
func (m Message) withData(data []byte) Message {
	m.Data = data
	return m
}

// textKind gives the kind of a text message; "" for a frame.
func (m Message) textKind() string {
	if m.Binary {
		return ""
	}
	return parseText(m.Data).stringField("kind")
}

// isTextTo says whether it is a text of this kind on its way to a participant.
func (m Message) isTextTo(kind string) bool {
	return !m.Up && m.Client != nil && m.textKind() == kind
}

func parseText(data []byte) jsonMessage {
	t := jsonMessage{}
	_ = json.Unmarshal(data, &t) // it stays empty if this is no JSON
	return t
}

func (t jsonMessage) stringField(field string) (word string) {
	_ = json.Unmarshal(t[field], &word)
	return word
}

// textTo makes a text for a client, in the real server's name.
func textTo(to *Client, t jsonMessage) Message { return Message{Client: to, Data: t.encode()} }

func (t jsonMessage) encode() []byte { return mustMarshal(t) }

// withFields gives a copy with some fields set: name, value, name, value.
func (t jsonMessage) withFields(changes ...any) jsonMessage {
	out := make(jsonMessage, len(t))
	for field, value := range t {
		out[field] = value
	}
	for i := 0; i < len(changes); i += 2 {
		out[changes[i].(string)] = mustMarshal(changes[i+1])
	}
	return out
}

func mustMarshal(value any) json.RawMessage {
	data, err := json.Marshal(value)
	if err != nil { // no message holds what JSON cannot
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

func (t jsonMessage) rosterMembers() (members []member) {
	_ = json.Unmarshal(t["members"], &members)
	return members
}

func (t jsonMessage) rosterEpoch() (epoch int64) {
	_ = json.Unmarshal(t["epoch"], &epoch)
	return epoch
}

// withoutField gives a copy without a field.
func (t jsonMessage) withoutField(field string) jsonMessage {
	out := t.withFields()
	delete(out, field)
	return out
}

func decodeSID(sid string) []byte {
	b, err := base64url.DecodeString(sid)
	if err != nil || len(b) != typeAt {
		return make([]byte, typeAt)
	}
	return b
}

func newText(kind string, fields ...any) jsonMessage {
	return jsonMessage{}.withFields(append(fields, "kind", kind)...)
}
