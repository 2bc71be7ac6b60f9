package protocol

import (
	"encoding/json"
	"reflect"
)

// vocabulary is what one side may say, by kind.
type vocabulary map[string]reflect.Type

func vocabularyOf(messages ...Message) vocabulary {
	v := make(vocabulary, len(messages))
	for _, m := range messages {
		v[m.messageKind()] = reflect.TypeOf(m).Elem()
	}
	return v
}

// What the server may say, what a client may say to it, and what peers may say to each other.
var (
	FromServer = vocabularyOf(&Challenge{}, &Created{}, &Moved{}, &Welcome{}, &Host{}, &Knock{},
		&Roster{}, &Deny{}, &End{}, &Left{}, &Incident{}, &Relay{}, &DataReport{}, &Pong{}, &Error{},
		&Send{}, &Kept{}, &Box{}, &Erased{})
	FromClient = vocabularyOf(&Create{}, &Move{}, &Join{}, &Roster{}, &Deny{}, &End{}, &Connected{},
		&Leave{}, &DataRequest{}, &Ping{}, &Put{}, &Take{}, &Fetch{}, &Taken{})
	BetweenPeers = vocabularyOf(&Auth{}, &Hello{}, &Ticket{}, &Note{}, &Full{}, &Locked{},
		&Description{}, &Candidate{}, &Restart{}, &Chat{}, &State{}, &Bye{}, &Roster{}, &End{}, &Commit{},
		&Reveal{}, &Names{}, &Build{}, &Want{}, &Pointer{}, &File{}, &Accept{}, &Written{}, &Decline{},
		&Withdraw{}, &Received{}, &Reaction{}, &Ask{}, &Caption{}, &Recall{}, &History{},
		&Hosting{}, &HostKey{})
)

// Encode returns the JSON object of a message, its kind first.
func Encode(m Message) []byte {
	fields, err := json.Marshal(m)
	if err != nil { // no message holds anything that JSON cannot
		panic(err)
	}
	text := append([]byte(`{"kind":"`), m.messageKind()...)
	if len(fields) == len("{}") {
		return append(text, `"}`...)
	}
	return append(append(text, `",`...), fields[1:]...)
}

// IsNegotiation reports whether this belongs to setting up the direct connection.
func IsNegotiation(m Message) bool {
	switch m.(type) {
	case *Description, *Candidate, *Restart:
		return true
	}
	return false
}

// IsDirectOnly reports whether this has no business on the sealed path.
func IsDirectOnly(m Message) bool {
	switch m.(type) {
	case *Commit, *Reveal, *Names, *Build, *Want, *Pointer,
		*File, *Accept, *Written, *Decline, *Withdraw, *Received,
		*Reaction, *Ask, *Caption, *Recall, *History, *Hosting, *HostKey:
		return true
	}
	return false
}
