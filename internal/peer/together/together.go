// Package together is what a native client has of the parts that people make together in a call
// (protocol, sections 4.12 to 4.15): who records, groups, polls and
// questions, and the text of the notes. It
// hands each message to the part that it is of, and skips those of others.
package together

import (
	"einmal/internal/peer/consent"
	"einmal/internal/peer/groups"
	"einmal/internal/peer/notes"
	"einmal/internal/peer/polls"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/questions"
)

// Together belongs to the call's goroutine.
type Together struct {
	Recordings *consent.Recordings
	Groups     *groups.Groups
	Polls      *polls.Polls
	Questions  *questions.Questions
	// TellNotes gets the text of the notes from who was asked.
	TellNotes func(from protocol.SID, text string)

	notes notes.Reader
}

// ExpectNotes: this one is asked for the text.
func (t *Together) ExpectNotes(from protocol.SID) { t.notes = notes.Reader{From: from} }

// Receive takes in what a member says; the error is a violation.
func (t *Together) Receive(from protocol.SID, kind byte, payload []byte) error {
	switch {
	case kind == notes.Tell:
		return t.receiveNotes(from, payload)
	case protocol.IsGroups(kind):
		return t.Groups.Receive(from, kind, payload)
	case protocol.IsPoll(kind):
		return t.Polls.Receive(from, kind, payload)
	case protocol.IsQuestion(kind):
		return t.Questions.Receive(from, kind, payload)
	}
	return t.Recordings.Receive(from, kind, payload)
}

// receiveNotes skips what nobody has asked for.
func (t *Together) receiveNotes(from protocol.SID, payload []byte) error {
	if from != t.notes.From {
		return nil
	}
	text, isWhole, isValid := t.notes.AddPiece(payload)
	if isWhole || !isValid {
		t.notes = notes.Reader{}
	}
	if isWhole {
		t.TellNotes(from, text)
	}
	if !isValid {
		return protocol.ErrBadMessage
	}
	return nil
}

// ChannelOpened says to a member what may have been lost, and asks for what we lack.
func (t *Together) ChannelOpened(sid protocol.SID) {
	t.Groups.TellNewest(sid)
	t.Recordings.ChannelOpened(sid)
	t.Polls.ChannelOpened(sid)
	t.Questions.ChannelOpened(sid)
}

// Gone: somebody has left.
func (t *Together) Gone(sid protocol.SID) {
	t.Recordings.Forget(sid)
	t.Groups.Forget(sid)
	t.Polls.Gone(sid)
	t.Questions.Gone(sid)
}
