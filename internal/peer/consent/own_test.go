package consent

import (
	"encoding/json"
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

// ownRoom is a room in which we record.
type ownRoom struct {
	*room
	may  map[protocol.SID]May
	sent map[byte]int // to all, by kind
	on   protocol.RecordOn
}

func newOwnRoom(t *testing.T, w Wish) *ownRoom {
	t.Helper()
	r := &ownRoom{room: newRoom(t, recording.Yes), may: map[protocol.SID]May{},
		sent: map[byte]int{}}
	r.env.SayToAll = func(kind byte, payload []byte) {
		r.sent[kind]++
		if m, err := protocol.DecodeRecord(kind, payload); err != nil {
			t.Fatalf("%s: %v", payload, err)
		} else if on, ok := m.(*protocol.RecordOn); ok {
			r.on = *on
		}
	}
	r.env.SayTo = func(_ protocol.SID, kind byte, payload []byte) {
		r.sent[kind]++
		if _, err := protocol.DecodeRecord(kind, payload); err != nil {
			t.Fatalf("%s: %v", payload, err)
		}
	}
	r.env.NameOf = func(protocol.SID) string { return "Somebody" }
	r.env.May = func(sid protocol.SID, _ int, may May) { r.may[sid] = may }
	if !r.AskEverybody(w) {
		t.Fatal("nobody is asked")
	}
	return r
}

// says has somebody answer us, at a time and by a list.
func (r *ownRoom) says(sid protocol.SID, word string, at, epoch uint64) error {
	answered := recording.Answered{Epoch: epoch, Answer: word, At: at}
	text := recording.AnswerText(recording.RoomTag(protocol.RoomID{}), r.own.asked, answered)
	payload, err := json.Marshal(protocol.RecordAnswer{ID: r.own.asked.ID, Epoch: epoch,
		Answer: word, At: at, Signature: seal.SignText(r.keys[sid], text)})
	if err != nil {
		r.t.Fatal(err)
	}
	return r.Receive(sid, protocol.KindRecordAnswer, payload)
}

func (r *ownRoom) say(sid protocol.SID, word string, at uint64) {
	r.t.Helper()
	if err := r.says(sid, word, at, 10); err != nil {
		r.t.Fatal(err)
	}
}

var everything = Wish{What: []string{"sound", "picture", "separate"}}

func TestItBeginsOnceAllHaveAgreedAndTakesInWhatEachAllows(t *testing.T) {
	r := newOwnRoom(t, everything)
	r.say(recorder, recording.Yes, 5)
	if r.own.isOn || len(r.may) > 0 && r.may[recorder] != (May{}) {
		t.Fatal("it begins without everybody")
	}
	r.say(somebody, recording.WithoutPicture, 5)
	if !r.own.isOn || r.sent[protocol.KindRecordOn] != 1 || len(r.on.Answers) != 3 ||
		r.on.Epoch != 10 {
		t.Fatalf("%+v", r.on)
	}
	if r.may[recorder] != (May{Sound: true, Picture: true}) || r.may[somebody] != (May{Sound: true}) {
		t.Errorf("%+v", r.may)
	}
	p, ok := r.Proof()
	if !ok || len(p.People) != 3 || p.People[0].SID != recording.ID(us) {
		t.Fatalf("%+v", p)
	}
	p.Sign(r.keys[us])
	if read, err := recording.ReadProof(p.Encode()); err != nil || read.Check() != nil {
		t.Errorf("what lies beside it does not hold: %v", err)
	}
	if r.AskEverybody(everything) {
		t.Error("there are two at a time")
	}
}

func TestANoEndsTheAskingAndLaterTheRecordingUnlessItGoesOn(t *testing.T) {
	r := newOwnRoom(t, everything)
	r.say(somebody, recording.No, 5)
	if last := r.told[len(r.told)-1]; last.What != OwnEnded || last.Code != "refused" {
		t.Errorf("%+v", last)
	}
	if _, ok := r.Proof(); ok {
		t.Error("there is a proof of nothing")
	}
	for _, goesOn := range []bool{false, true} {
		w := everything
		w.GoesOn = goesOn
		r = newOwnRoom(t, w)
		r.say(recorder, recording.Yes, 5)
		r.say(somebody, recording.Yes, 5)
		r.say(somebody, recording.No, 4) // said before
		if !r.own.isOn || r.may[somebody] == (May{}) {
			t.Error("an earlier answer takes the place of a later one")
		}
		r.say(somebody, recording.No, 6)
		if r.own.isOver == goesOn || r.may[somebody] != (May{}) {
			t.Errorf("goes on %v: over %v, may %+v", goesOn, r.own.isOver, r.may[somebody])
		}
		if (r.may[recorder] != May{}) != goesOn {
			t.Errorf("of the other is taken in: %+v", r.may[recorder])
		}
	}
}

func TestANewcomersNoEndsNothingAndIsKept(t *testing.T) {
	r := newOwnRoom(t, everything)
	r.roster.Members = r.roster.Members[1:] // the first comes later
	r.say(somebody, recording.Yes, 5)
	r.roster.Members = append(r.roster.Members, protocol.Member{SID: recorder,
		Key: seal.PublicKeyOf(r.keys[recorder])})
	r.RosterChanged()
	r.ChannelOpened(recorder)
	if r.sent[protocol.KindRecordAsk] != 2 || r.sent[protocol.KindRecordOn] != 2 {
		t.Errorf("a newcomer is not told: %v", r.sent)
	}
	r.say(recorder, recording.No, 5)
	if p, _ := r.Proof(); r.own.isOver || r.may[recorder] != (May{}) || len(p.People) != 3 {
		t.Errorf("over %v, %+v", r.own.isOver, r.may)
	}
	r.EndOwn("stopped")
	r.ChannelOpened(recorder)
	if r.sent[protocol.KindRecordOff] != 2 {
		t.Errorf("whoever comes after is not told that it is over: %v", r.sent)
	}
}

func TestAnAnswerByALaterListOrAnotherKeyBeginsNothing(t *testing.T) {
	r := newOwnRoom(t, everything)
	r.say(recorder, recording.Yes, 5)
	if err := r.says(somebody, recording.Yes, 5, 11); err != nil || r.own.isOn {
		t.Errorf("by a later list: %v, on %v", err, r.own.isOn)
	}
	r.roster.Epoch = 11
	if r.RosterChanged(); !r.own.isOn {
		t.Error("our own list has come, and it does not begin")
	}
	r = newOwnRoom(t, everything)
	r.keys[somebody] = r.keys[recorder]
	if err := r.says(somebody, recording.Yes, 5, 10); err != errSignature {
		t.Errorf("another's signature: %v", err)
	}
}

func TestWhoRecordsSaysNoToOthersWhoWantTo(t *testing.T) {
	r := newOwnRoom(t, everything)
	r.ask(false)
	if last := r.told[len(r.told)-1]; last.What != Asked || last.Code != recording.No {
		t.Errorf("%+v", last)
	}
	if sid := r.Recorder(); sid == nil || *sid != us {
		t.Errorf("the host would name %v", sid)
	}
}

// TestWhoeverChangesTheirMindWithoutEndIsKeptInBounds: the newest answer counts and is kept.
func TestWhoeverChangesTheirMindWithoutEndIsKeptInBounds(t *testing.T) {
	w := everything
	w.GoesOn = true
	r := newOwnRoom(t, w)
	r.say(recorder, recording.Yes, 5)
	for i := range uint64(5 * maxAnswers) {
		r.say(somebody, []string{recording.Yes, recording.No}[i%2], 10+i)
	}
	p, _ := r.Proof()
	answers := p.People[2].Answers
	if len(answers) != maxAnswers || answers[maxAnswers-1].At != 10+5*maxAnswers-1 ||
		r.may[somebody] != (May{}) {
		t.Errorf("%d answers, the last %+v", len(answers), answers[len(answers)-1])
	}
}

func TestAPersonAnswersInTheirOwnTime(t *testing.T) {
	r := newRoom(t, Ask)
	r.ask(false)
	if len(r.said) > 0 || r.told[0].Code != "" {
		t.Fatal("it answers by itself")
	}
	r.env.SayTo = r.env.sayToAllAsOne()
	r.ChannelOpened(recorder)
	if len(r.said) > 0 {
		t.Error("an answer that was not given is said again")
	}
	if !r.Respond(recording.WithoutPicture) || r.said[0].Answer != recording.WithoutPicture {
		t.Errorf("%+v", r.said)
	}
	r.wants(recorder, false, true)
	r.ChannelOpened(recorder)
	if len(r.said) != 2 || r.said[1].At != r.said[0].At {
		t.Errorf("after a loss: %+v", r.said)
	}
	r.begin(10, r.answer(recorder, recording.Yes, 10), r.answer(somebody, recording.Yes, 10),
		r.answer(us, recording.WithoutPicture, 10))
	r.wants(recorder, false, true)
	r.Respond(recording.No)
	r.wants(recorder, true, true)
	if last := r.told[len(r.told)-1]; last.What != Began || last.Code != recording.No {
		t.Errorf("%+v", last)
	}
	r.hear(recorder, protocol.KindRecordOff, protocol.RecordOff{ID: asked.ID, Reason: "stopped"})
	if r.Respond(recording.Yes) {
		t.Error("there is nothing to answer any more")
	}
}

func (e *Env) sayToAllAsOne() func(protocol.SID, byte, []byte) {
	return func(_ protocol.SID, kind byte, payload []byte) { e.SayToAll(kind, payload) }
}
