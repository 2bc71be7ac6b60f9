package peer

import (
	"encoding/json"
	"reflect"
)

// vocabulary is what one side may say, by kind.
type vocabulary map[string]reflect.Type

func vocabularyOf(messages ...message) vocabulary {
	v := make(vocabulary, len(messages))
	for _, m := range messages {
		v[m.messageKind()] = reflect.TypeOf(m).Elem()
	}
	return v
}

var (
	fromServer = vocabularyOf(&challengeMessage{}, &createdMessage{}, &welcomeMessage{},
		&hostMessage{},
		&knockMessage{}, &rosterMessage{}, &denyMessage{}, &endMessage{}, &leftMessage{},
		&incidentMessage{}, &relayMessage{}, &dataReport{},
		&pongMessage{}, &errorMessage{})
	fromClient = vocabularyOf(&createMessage{}, &joinMessage{}, &rosterMessage{},
		&denyMessage{}, &endMessage{},
		&connectedMessage{}, &leaveMessage{}, &dataRequest{}, &pingMessage{})
	betweenPeers = vocabularyOf(&authMessage{}, &helloMessage{}, &ticketMessage{}, &noteMessage{},
		&fullMessage{}, &lockedMessage{},
		&descriptionMessage{}, &candidateMessage{}, &chatMessage{}, &stateMessage{}, &byeMessage{},
		&rosterMessage{},
		&endMessage{}, &commitMessage{}, &revealMessage{}, &namesMessage{}, &buildMessage{},
		&fileMessage{}, &acceptMessage{},
		&declineMessage{}, &withdrawMessage{}, &receivedMessage{})
)

// encode gives the JSON object of a message, its kind first.
func encode(m message) []byte {
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

// isNegotiation says whether this belongs to setting up the direct connection.
func isNegotiation(m message) bool {
	switch m.(type) {
	case *descriptionMessage, *candidateMessage:
		return true
	}
	return false
}

// isDirectOnly says whether this has no business on the sealed path.
func isDirectOnly(m message) bool {
	switch m.(type) {
	case *commitMessage, *revealMessage, *namesMessage, *buildMessage,
		*fileMessage, *acceptMessage, *declineMessage, *withdrawMessage, *receivedMessage:
		return true
	}
	return false
}
