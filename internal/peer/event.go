package peer

import (
	"context"
	"encoding/json"
	"io"
	"sync"

	"einmal/internal/peer/polls"
	"einmal/internal/peer/questions"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/transfer"
)

// Event is something that happened in a call. Which fields are set depends on Kind. What others
// have written (Name, Text, Topic) is free of what cannot be seen or turns text around; a Text may
// have several lines. What the server writes comes as it is.
type Event struct {
	Kind  EventKind `json:"event"`
	SID   string    `json:"sid,omitempty"` // whom it is about
	Name  string    `json:"name,omitempty"`
	Text  string    `json:"text,omitempty"`
	Topic string    `json:"topic,omitempty"`
	Route rtc.Route `json:"route,omitempty"`
	// Code says more of a problem, an alarm or the end; mostly one of the protocol's error codes.
	Code       string `json:"code,omitempty"`
	Microphone bool   `json:"microphone,omitempty"`
	Camera     bool   `json:"camera,omitempty"`
	// Phone: this is a telephone, which is not encrypted to the end.
	Phone bool `json:"phone,omitzero"`
	// Hand is a number if a hand is up: the lower one was up first.
	Hand uint32 `json:"hand,omitzero"`
	// Partial: the next caption of this member takes its place.
	Partial bool           `json:"partial,omitzero"`
	File    *transfer.File `json:"file,omitempty"`
	// Safety is to be compared with the member's own, aloud.
	Safety *seal.SafetyCode `json:"safety,omitempty"`
	// When is the time of an appointment, in seconds since 1970.
	When     int64     `json:"when,omitzero"`
	Poll     *Poll     `json:"poll,omitempty"`
	Question *Question `json:"question,omitempty"`
	// Knows is an object of the fields of the message knows (protocol, section 3.3).
	Knows json.RawMessage `json:"knows,omitempty"`
}

// EventKind names what happened.
type EventKind string

const (
	Waiting EventKind = "waiting" // we knocked; with a sid, the host is there
	Knocked EventKind = "knock"   // to the host: somebody waits and has said a name
	// to the host: somebody was let in. Code: returned if it was a member, and came back by itself.
	Admitted EventKind = "admitted"
	Joined   EventKind = "joined" // we are a member
	Met      EventKind = "hello"  // a member said its name
	// a member is connected directly, again or for the first time
	Connected    EventKind = "connected"
	Reconnecting EventKind = "reconnecting" // the direct connection to a member broke
	Safe         EventKind = "safety"       // the safety code with a member is made
	// a member has not done its part of the safety code in time
	Unchecked EventKind = "unchecked"
	Said      EventKind = "chat"
	Switched  EventKind = "state"    // a member's microphone, camera and hand
	Reacted   EventKind = "reaction" // Code: one of the protocol's six
	Captioned EventKind = "caption"
	// The host asks us for something. Code: unmute, camera, mute or lower-hand.
	Asked EventKind = "ask"
	Notes EventKind = "notes" // Text: the notes of the call, as the member has them
	// A poll has come, or is over.
	Polled EventKind = "poll"
	// A question has come.
	Questioned EventKind = "question"
	// A member wants to record, for the reason in Text. Code: our answer.
	RecordingAsked EventKind = "record-asked"
	// A member records. Code: our answer, or broken if somebody has not agreed: it gets nothing of
	// ours.
	Recording EventKind = "recording"
	// A recording is over, or is not to be. Code: stopped, refused, withdrawn or failed.
	RecordingOver EventKind = "recording-over"
	// Of our own recording: somebody has answered (Code: the answer), it begins, it is over or is
	// not to be (Code: as of RecordingOver).
	RecordAnswered EventKind = "record-answered"
	RecordingBegan EventKind = "recording-began"
	RecordingEnded EventKind = "recording-ended"
	// We are in the group of this name in Text, without one in the main room. Code: over if there
	// are none any more, and all are together.
	Grouped EventKind = "group"
	// The host says something to all, in whatever group they are.
	Told  EventKind = "told"
	Hosts EventKind = "host" // a member is the host from now on: the former one has handed over
	Noted EventKind = "note" // a note from the host to us, who wait
	// A member offers a file. Code: accepted, or declined if there is no place for it.
	Offered   = EventKind(transfer.Offered)
	Received  = EventKind(transfer.Received)  // it is whole, and saved
	Delivered = EventKind(transfer.Delivered) // a member has ours
	// A file from either side came to nothing. Code: declined, withdrawn, cut-off, damaged, disk,
	// unreadable, no-room or too-many.
	NotSent           = EventKind(transfer.Failed)
	Full    EventKind = "full"   // no seat is free at the moment
	Locked  EventKind = "locked" // the host lets nobody knock at the moment
	Gone    EventKind = "left"   // a member or somebody who waited
	Alarm   EventKind = "alarm"  // somebody tampered: that pair is cut off
	Problem EventKind = "problem"
	// the time for which people have arranged to meet; without one, there is none any more
	Arranged EventKind = "appointment"
	// the operator has more written down, for the reason in Text; without one, no longer
	Watched EventKind = "incident"
	Known   EventKind = "knows" // what the server says that it holds about us
	// Code: too-many if the server has no place for us at the moment; room-gone or
	// ended-by-operator if the room is no more
	ServerLost EventKind = "server-lost"
	ServerBack EventKind = "server-back"
	// Over is the last event of a call. Code: ended, removed, denied, replaced, left, or an error
	// code of the server.
	Over EventKind = "over"
)

// Route is the path that media takes.
type Route = rtc.Route

const (
	Direct   = rtc.Direct
	RelayUDP = rtc.RelayUDP
	RelayTCP = rtc.RelayTCP
	RelayTLS = rtc.RelayTLS
)

// What a person sees of these.
type (
	File      = transfer.File // that is being sent, from either side
	Poll      = polls.Poll
	PollGiven = polls.Given
	Question  = questions.Question
)

// eventQueue holds what the user of a call has not read yet. It is safe for concurrent use.
type eventQueue struct {
	mu     sync.Mutex
	events []Event
	isOver bool          // the last one was put in
	wake   chan struct{} // holds one token while there may be something to read
}

func newEventQueue() *eventQueue { return &eventQueue{wake: make(chan struct{}, 1)} }

func (q *eventQueue) waitForNext(ctx context.Context) (Event, error) {
	for {
		q.mu.Lock()
		if len(q.events) > 0 {
			e := q.events[0]
			q.events = q.events[1:]
			q.mu.Unlock()
			return e, nil
		}
		isOver := q.isOver
		q.mu.Unlock()
		if isOver {
			return Event{}, io.EOF
		}
		select {
		case <-q.wake:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		}
	}
}

// addEvent adds an event. Whoever does not read them keeps them in memory until the call ends.
func (q *eventQueue) addEvent(e Event) {
	q.mu.Lock()
	if !q.isOver {
		q.events = append(q.events, e)
		q.isOver = e.Kind == Over
	}
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
