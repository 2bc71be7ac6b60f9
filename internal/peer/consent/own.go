package consent

import (
	"crypto/rand"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

// A recording of ours: we ask everybody, begin once all members of the newest roster have agreed,
// and take in of each what their own newest answer allows.

// May is what may be taken in of somebody at this moment; a screen counts with its sound.
type May struct{ Sound, Picture, Screen bool }

// Wish is what we ask for.
type Wish struct {
	What []string
	Why  string
	// GoesOn: when somebody takes their yes back, it goes on without them.
	GoesOn bool
}

const (
	// maxAnswers of one person are kept, with the newest as the last; more than one changes their
	// mind, fewer than consent.json may hold.
	maxAnswers = 100
	// maxPeople may have been in a recording, as many as consent.json may hold.
	maxPeople = 256
)

type own struct {
	asked        recording.Asked
	goesOn       bool
	isOn, isOver bool
	began, ended uint64 // in ms since 1970
	people       []recording.Person
}

func (r *Recordings) isOwnOpen() bool { return r.own != nil && !r.own.isOver }

// AskEverybody asks all members; false while somebody records or wants to, or after an earlier one
// of ours has begun: the files of a call are one recording's.
func (r *Recordings) AskEverybody(w Wish) bool {
	if r.Recorder() != nil || r.own != nil && r.own.isOn || r.env.Roster() == nil {
		return false
	}
	one := &own{goesOn: w.GoesOn,
		asked: recording.Asked{Recorder: r.env.Own(), What: w.What, Why: w.Why}}
	_, _ = rand.Read(one.asked.ID[:]) // it never fails
	r.own = one
	r.env.SayToAll(protocol.KindRecordAsk, payloadOf(r.askMessage()))
	mine := &ask{asked: one.asked, answer: recording.Yes, epoch: r.env.Roster().Epoch,
		at: uint64(time.Now().UnixMilli())}
	kind, payload := r.answerPayload(mine)
	r.env.SayToAll(kind, payload)
	m, _ := protocol.DecodeRecord(kind, payload) // we wrote it
	r.env.Changed()
	_ = r.takeAnswer(one.asked.Recorder, m.(*protocol.RecordAnswer))
	return true
}

func (r *Recordings) askMessage() protocol.RecordAsk {
	m := protocol.RecordAsk{ID: r.own.asked.ID, What: r.own.asked.What, On: r.own.isOn}
	if r.own.asked.Why != "" {
		m.Why = &r.own.asked.Why
	}
	return m
}

// tellOwn says to somebody whose channel has opened that we record, or no longer.
func (r *Recordings) tellOwn(sid protocol.SID) {
	switch {
	case r.own == nil:
	case r.own.isOver: // the host may have said that we do
		r.env.SayTo(sid, protocol.KindRecordOff,
			payloadOf(protocol.RecordOff{ID: r.own.asked.ID, Reason: "stopped"}))
	default:
		r.env.SayTo(sid, protocol.KindRecordAsk, payloadOf(r.askMessage()))
		if r.own.isOn {
			r.env.SayTo(sid, protocol.KindRecordOn, payloadOf(r.onMessage()))
		}
	}
}

// takeAnswer takes in an answer to us; one to somebody else is skipped. The error is a violation.
func (r *Recordings) takeAnswer(from protocol.SID, m *protocol.RecordAnswer) error {
	if !r.isOwnOpen() || r.own.asked.ID != m.ID {
		return nil
	}
	line := r.env.Roster().MemberBySID(from)
	if line == nil {
		return nil
	}
	answered := recording.Answered{Epoch: m.Epoch, Answer: m.Answer, At: m.At}
	if !seal.IsSignature(line.Key, r.answerText(r.own.asked, answered), m.Signature) {
		return errSignature
	}
	before := r.own.personOf(from)
	hadAgreed := before != nil && slices.ContainsFunc(before.Answers,
		func(a recording.Answer) bool { return recording.IsAgreement(a.Answer) })
	if !r.own.note(recording.Person{SID: recording.ID(from), Key: recording.Key(line.Key),
		Name: r.env.NameOf(from)}, recording.Answer{Epoch: m.Epoch, Answer: m.Answer, At: m.At,
		Signature: recording.Signature(m.Signature)}) {
		return nil
	}
	r.applyOwn(from)
	r.env.Tell(from, Event{What: OwnAnswered, Code: m.Answer})
	switch {
	case m.Answer != recording.No:
		r.beginIfAgreed()
	case !r.own.isOn:
		r.EndOwn("refused")
	case hadAgreed && !r.own.goesOn:
		r.EndOwn("withdrawn")
	}
	return nil
}

const errSignature = protocol.Violation("bad-signature")

func (o *own) personOf(sid protocol.SID) *recording.Person {
	for i := range o.people {
		if protocol.SID(o.people[i].SID) == sid {
			return &o.people[i]
		}
	}
	return nil
}

// note keeps an answer; false for one that is not newer, and for too many people.
func (o *own) note(who recording.Person, a recording.Answer) bool {
	one := o.personOf(protocol.SID(who.SID))
	switch {
	case one == nil && len(o.people) == maxPeople:
		return false
	case one == nil:
		o.people = append(o.people, who)
		one = &o.people[len(o.people)-1]
	case a.At <= one.Answers[len(one.Answers)-1].At:
		return false
	}
	if len(one.Answers) == maxAnswers {
		one.Answers = one.Answers[:maxAnswers-1] // whoever changes their mind so often has it so
	}
	one.Answers = append(one.Answers, a)
	return true
}

func (o *own) newestOf(sid protocol.SID) (newest recording.Answer) {
	if one := o.personOf(sid); one != nil {
		newest = one.Answers[len(one.Answers)-1]
	}
	return newest
}

// applyOwn has of somebody taken in what their newest answer allows, and no more.
func (r *Recordings) applyOwn(sid protocol.SID) {
	var may May
	if o := r.own; o.isOn && !o.isOver {
		answer := o.newestOf(sid).Answer
		has := func(what string) bool { return slices.Contains(o.asked.What, what) }
		may.Sound = recording.IsAgreement(answer) && has("sound")
		may.Picture = answer == recording.Yes && has("picture")
		may.Screen = answer == recording.Yes && has("screen")
	}
	place := slices.IndexFunc(r.own.people,
		func(p recording.Person) bool { return protocol.SID(p.SID) == sid })
	r.env.May(sid, place, may)
}

// RosterChanged: perhaps everybody has agreed who is still there.
func (r *Recordings) RosterChanged() { r.beginIfAgreed() }

func (r *Recordings) beginIfAgreed() {
	roster := r.env.Roster()
	if !r.isOwnOpen() || r.own.isOn || roster == nil {
		return
	}
	for _, line := range roster.Members {
		newest := r.own.newestOf(line.SID)
		// who holds a newer list may know of somebody whom we do not know of
		if !recording.IsAgreement(newest.Answer) || newest.Epoch > roster.Epoch {
			return
		}
	}
	r.own.isOn, r.own.began = true, uint64(time.Now().UnixMilli())
	r.env.SayToAll(protocol.KindRecordOn, payloadOf(r.onMessage()))
	r.env.Tell(protocol.SID(r.own.asked.Recorder), Event{What: OwnBegan, Why: r.own.asked.Why})
	for _, one := range r.own.people {
		r.applyOwn(protocol.SID(one.SID))
	}
}

func (r *Recordings) onMessage() protocol.RecordOn {
	roster := r.env.Roster()
	m := protocol.RecordOn{ID: r.own.asked.ID, Epoch: roster.Epoch, Since: r.own.began}
	for _, line := range roster.Members {
		newest := r.own.newestOf(line.SID)
		if recording.IsAgreement(newest.Answer) && newest.Epoch <= roster.Epoch {
			m.Answers = append(m.Answers, protocol.NamedAnswer{SID: line.SID, Epoch: newest.Epoch,
				Answer: newest.Answer, At: newest.At,
				Signature: protocol.Signature(newest.Signature)})
		}
	}
	return m
}

// EndOwn ends our recording, or asks for it no more; false: there is none.
func (r *Recordings) EndOwn(reason string) bool {
	if !r.isOwnOpen() {
		return false
	}
	r.own.isOver, r.own.ended = true, uint64(time.Now().UnixMilli())
	for _, one := range r.own.people {
		r.applyOwn(protocol.SID(one.SID))
	}
	r.env.SayToAll(protocol.KindRecordOff,
		payloadOf(protocol.RecordOff{ID: r.own.asked.ID, Reason: reason}))
	r.env.Tell(protocol.SID(r.own.asked.Recorder), Event{What: OwnEnded, Code: reason})
	r.env.Changed()
	return true
}

// Proof is what is to lie beside our recording, without files and signature; false: it never began.
func (r *Recordings) Proof() (p recording.Proof, ok bool) {
	if r.own == nil || !r.own.isOn {
		return p, false
	}
	o := r.own
	p = recording.Proof{Room: recording.RoomTag(r.env.Room), ID: o.asked.ID,
		Recorder: o.asked.Recorder, What: o.asked.What, Why: o.asked.Why,
		Began: o.began, Ended: max(o.began, o.ended), Files: []recording.File{}}
	for _, one := range o.people {
		one.Answers = slices.Clone(one.Answers)
		p.People = append(p.People, one)
	}
	return p, true
}
