// Package consent is what a client without a person says when somebody wants to record, and what it
// then sends to whom (protocol, section 4.15). Whoever records without its yes, or without
// everybody's, gets nothing of it. It knows no connections: its call does what it says.
package consent

import (
	"crypto/ed25519"
	"encoding/json"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

// Env is what a call gives to it. All of it is called on the call's goroutine.
type Env struct {
	Room   protocol.RoomID
	Key    ed25519.PrivateKey // of this join
	Answer string             // to everybody who asks; empty: no; see [Ask]
	Own    func() protocol.SID
	Roster func() *protocol.Roster // the newest
	// SayToAll sends a payload of this kind to every member.
	SayToAll func(kind byte, payload []byte)
	// Withhold holds media back from somebody from now on, or sends them again.
	Withhold func(sid protocol.SID, sound, picture bool)
	// Changed: there is another recorder, or none any more.
	Changed func()
	Tell    func(sid protocol.SID, e Event)
	// The rest is for a recording of ours. SayTo sends to one member, May says what may be taken in
	// of somebody from now on, and NameOf is how somebody is called.
	SayTo  func(sid protocol.SID, kind byte, payload []byte)
	May    func(sid protocol.SID, place int, may May)
	NameOf func(sid protocol.SID) string
}

// Ask leaves the answer to [Recordings.Respond]; until then there is none, which counts as no.
const Ask = "ask"

// Event is what has become of a recording.
type Event struct {
	What What
	Code string // our answer, or broken if somebody has not agreed; or why it is over
	Why  string
}

// What has happened.
type What int

const (
	Asked What = iota
	Began
	Ended
	OwnAnswered // somebody has answered us; the code is the answer
	OwnBegan
	OwnEnded // the code is the reason; nothing was recorded unless it had begun
)

// Recordings is what is known of those who record. It belongs to the call's goroutine.
type Recordings struct {
	env *Env
	// told is who records by the host's word, until they have spoken for themselves.
	told *protocol.SID
	// asks has what each member has asked for last; there are at most as many as members.
	asks map[protocol.SID]*ask
	own  *own // our last; nil: there has been none
}

type ask struct {
	asked  recording.Asked
	answer string // empty: none yet
	epoch  uint64 // of the answer
	at     uint64 // of the answer
	isOn   bool
	isOver bool
	// isBroken: it has begun without everybody's yes.
	isBroken bool
}

// New returns that nobody records.
func New(env *Env) *Recordings {
	return &Recordings{env: env, asks: map[protocol.SID]*ask{}}
}

// Receive takes in what a member says; the error is a violation. Kinds of other parts are skipped.
func (r *Recordings) Receive(from protocol.SID, kind byte, payload []byte) error {
	if !protocol.IsRecord(kind) {
		return nil
	}
	m, err := protocol.DecodeRecord(kind, payload)
	if err != nil {
		return err
	}
	switch m := m.(type) {
	case *protocol.RecordAnswer: // about others' the recorder counts, and they come again with its on
		return r.takeAnswer(from, m)
	case *protocol.RecordAsk:
		r.takeAsk(from, m)
	case *protocol.RecordOn:
		r.takeOn(from, m)
	case *protocol.RecordOff:
		r.takeOff(from, m)
	}
	if r.told != nil && *r.told == from {
		r.told = nil
	}
	r.Apply(from)
	r.env.Changed()
	return nil
}

// takeAsk answers, and says no to a second one at a time.
func (r *Recordings) takeAsk(from protocol.SID, m *protocol.RecordAsk) {
	if before := r.asks[from]; before != nil && before.asked.ID == m.ID {
		return // it was said to us before
	}
	one := &ask{isOn: m.On, asked: recording.Asked{ID: m.ID, Recorder: from, What: m.What}}
	if m.Why != nil {
		one.asked.Why = *m.Why
	}
	answer := recording.No
	if other := r.Recorder(); (other == nil || *other == from) && r.env.Answer != "" {
		answer = r.env.Answer
	}
	r.asks[from] = one
	if answer != Ask {
		r.answer(one, answer)
	}
	r.env.Tell(from, Event{Asked, one.answer, one.asked.Why})
}

// Respond answers who records or wants to, anew; false: nobody does.
func (r *Recordings) Respond(answer string) bool {
	for _, one := range r.asks {
		if one.isOver {
			continue
		}
		r.answer(one, answer)
		if one.isOn {
			r.env.Tell(one.asked.Recorder, Event{What: Began, Code: one.code()})
		} else {
			r.env.Tell(one.asked.Recorder, Event{Asked, one.answer, one.asked.Why})
		}
		return true
	}
	return false
}

func (r *Recordings) answer(one *ask, answer string) {
	one.answer, one.epoch = answer, r.env.Roster().Epoch
	one.at = max(one.at+1, uint64(time.Now().UnixMilli()))
	r.Apply(one.asked.Recorder) // before anybody hears of it
	r.env.SayToAll(r.answerPayload(one))
}

// answerPayload gives our answer as it is sent, with its kind.
func (r *Recordings) answerPayload(one *ask) (kind byte, payload []byte) {
	answered := recording.Answered{Epoch: one.epoch, Answer: one.answer, At: one.at}
	signature := seal.SignText(r.env.Key, r.answerText(one.asked, answered))
	return protocol.KindRecordAnswer, payloadOf(protocol.RecordAnswer{ID: one.asked.ID,
		Epoch: one.epoch, Answer: one.answer, At: one.at, Signature: signature})
}

func (r *Recordings) answerText(asked recording.Asked, answered recording.Answered) []byte {
	return recording.AnswerText(recording.RoomTag(r.env.Room), asked, answered)
}

func payloadOf(m any) []byte {
	payload, err := json.Marshal(m)
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	return payload
}

// ChannelOpened says to somebody what may have been lost with an earlier channel.
func (r *Recordings) ChannelOpened(sid protocol.SID) {
	for _, one := range r.asks {
		if !one.isOver && one.answer != "" {
			kind, payload := r.answerPayload(one)
			r.env.SayTo(sid, kind, payload)
		}
	}
	r.tellOwn(sid)
}

// takeOn hears that a recording begins: with everybody's signed yes, or without.
func (r *Recordings) takeOn(from protocol.SID, m *protocol.RecordOn) {
	one := r.asks[from]
	if one == nil || one.asked.ID != m.ID {
		one = &ask{isBroken: true, asked: recording.Asked{ID: m.ID, Recorder: from}}
		r.asks[from] = one
	}
	wasOn := one.isOn
	one.isOn, one.isOver = true, false
	if !wasOn && one.answer != "" {
		one.isBroken = !r.isAgreedByAll(one, m)
	}
	r.env.Tell(from, Event{What: Began, Code: one.code()})
}

// code says what becomes of us in it.
func (one *ask) code() string {
	switch {
	case one.answer == "":
		return recording.No
	case one.isBroken && recording.IsAgreement(one.answer):
		return "broken"
	}
	return one.answer
}

// isAgreedByAll says whether everybody has signed a yes who stands in our list and is not newer
// than the recorder's.
func (r *Recordings) isAgreedByAll(one *ask, m *protocol.RecordOn) bool {
	roster, agreed := r.env.Roster(), map[protocol.SID]bool{}
	for _, a := range m.Answers {
		line := roster.MemberBySID(a.SID)
		if line == nil {
			continue // somebody who is newer than our list, or has left
		}
		answered := recording.Answered{Epoch: a.Epoch, Answer: a.Answer, At: a.At}
		if a.Epoch > m.Epoch ||
			!seal.IsSignature(line.Key, r.answerText(one.asked, answered), a.Signature) {
			return false
		}
		agreed[a.SID] = recording.IsAgreement(a.Answer)
	}
	if roster.Epoch > m.Epoch { // who came since is asked as a newcomer
		return agreed[r.env.Own()] && agreed[one.asked.Recorder]
	}
	for _, line := range roster.Members {
		if !agreed[line.SID] {
			return false
		}
	}
	return true
}

func (r *Recordings) takeOff(from protocol.SID, m *protocol.RecordOff) {
	one := r.asks[from]
	if one == nil || one.asked.ID != m.ID || one.isOver {
		return
	}
	one.isOn, one.isOver, one.isBroken = false, true, false
	r.env.Tell(from, Event{What: Ended, Code: m.Reason})
}

// Recorder returns who records or has asked to, we among them, or nil.
func (r *Recordings) Recorder() *protocol.SID {
	if r.isOwnOpen() {
		sid := protocol.SID(r.own.asked.Recorder)
		return &sid
	}
	for sid, one := range r.asks {
		if !one.isOver {
			return &sid
		}
	}
	return nil
}

// Forget drops what somebody has said who is no longer a member.
func (r *Recordings) Forget(sid protocol.SID) {
	if r.asks[sid] == nil {
		return
	}
	delete(r.asks, sid)
	r.env.Changed()
}

// NoteRecorder follows the host's word on who records; nil: nobody.
func (r *Recordings) NoteRecorder(sid *protocol.SID) {
	if sid != nil && r.asks[*sid] != nil {
		sid = nil // they have spoken for themselves
	}
	before := r.told
	r.told = sid
	for _, one := range []*protocol.SID{before, sid} {
		if one != nil {
			r.Apply(*one)
		}
	}
}

// Apply has somebody sent what may be sent to them at this moment, and no more.
func (r *Recordings) Apply(sid protocol.SID) {
	one := r.asks[sid]
	all := r.told != nil && *r.told == sid
	picture := false
	if one != nil && !one.isOver {
		all = all || one.isBroken || one.isOn && !recording.IsAgreement(one.answer)
		picture = one.answer == recording.WithoutPicture
	}
	r.env.Withhold(sid, all, all || picture)
}
