package consent

import (
	"crypto/ed25519"
	"encoding/json"
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

var (
	recorder, somebody, us = protocol.SID{1}, protocol.SID{2}, protocol.SID{3}
	asked                  = recording.Asked{ID: [8]byte{9}, Recorder: recorder, What: []string{"sound"}}
)

// room is a call of three as one of them has it.
type room struct {
	*Recordings
	t        *testing.T
	keys     map[protocol.SID]ed25519.PrivateKey
	roster   protocol.Roster
	said     []protocol.RecordAnswer
	withheld map[protocol.SID][2]bool // sound and picture
	told     []Event
}

func newRoom(t *testing.T, answer string) *room {
	r := &room{t: t, keys: map[protocol.SID]ed25519.PrivateKey{},
		withheld: map[protocol.SID][2]bool{}}
	r.roster.Epoch = 10
	for i := byte(1); i <= 3; i++ {
		key := ed25519.NewKeyFromSeed(append(make([]byte, 31), i))
		r.keys[protocol.SID{i}] = key
		r.roster.Members = append(r.roster.Members,
			protocol.Member{SID: protocol.SID{i}, Key: seal.PublicKeyOf(key)})
	}
	r.Recordings = New(&Env{Key: r.keys[us], Answer: answer,
		Own: func() protocol.SID { return us }, Roster: func() *protocol.Roster { return &r.roster },
		SayToAll: func(_ byte, payload []byte) {
			m, err := protocol.DecodeRecord(protocol.KindRecordAnswer, payload)
			if err != nil {
				t.Fatalf("%s: %v", payload, err)
			}
			r.said = append(r.said, *m.(*protocol.RecordAnswer))
		},
		Withhold: func(sid protocol.SID, sound, picture bool) {
			r.withheld[sid] = [2]bool{sound, picture}
		},
		Changed: func() {}, Tell: func(_ protocol.SID, e Event) { r.told = append(r.told, e) }})
	return r
}

func (r *room) hear(from protocol.SID, kind byte, m any) {
	r.t.Helper()
	payload, err := json.Marshal(m)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.Receive(from, kind, payload); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) ask(on bool) {
	r.t.Helper()
	r.hear(recorder, protocol.KindRecordAsk,
		protocol.RecordAsk{ID: asked.ID, What: asked.What, On: on})
}

func (r *room) answer(sid protocol.SID, word string, epoch uint64) protocol.NamedAnswer {
	answered := recording.Answered{Epoch: epoch, Answer: word, At: 5}
	text := recording.AnswerText(recording.RoomTag(protocol.RoomID{}), asked, answered)
	return protocol.NamedAnswer{SID: sid, Epoch: epoch, Answer: word, At: 5,
		Signature: seal.SignText(r.keys[sid], text)}
}

func (r *room) begin(epoch uint64, answers ...protocol.NamedAnswer) {
	r.t.Helper()
	r.hear(recorder, protocol.KindRecordOn,
		protocol.RecordOn{ID: asked.ID, Epoch: epoch, Answers: answers})
}

func (r *room) wants(from protocol.SID, sound, picture bool) {
	r.t.Helper()
	if got := r.withheld[from]; got != [2]bool{sound, picture} {
		r.t.Errorf("withheld from %v: sound and picture %v", from, got)
	}
}

func TestTheAnswerIsNoUnlessItIsSaidOtherwise(t *testing.T) {
	for _, answer := range []string{"", recording.Yes, recording.WithoutPicture} {
		r := newRoom(t, answer)
		r.ask(false)
		r.ask(false) // it is said again when the channel opens anew
		want := answer
		if want == "" {
			want = recording.No
		}
		if len(r.said) != 1 || r.said[0].Answer != want || r.told[0].Code != want {
			t.Fatalf("%q: %+v", answer, r.said)
		}
		answered := recording.Answered{Epoch: 10, Answer: want, At: r.said[0].At}
		text := recording.AnswerText(recording.RoomTag(protocol.RoomID{}), asked, answered)
		if !seal.IsSignature(seal.PublicKeyOf(r.keys[us]), text, r.said[0].Signature) {
			t.Errorf("%q: the signature is another's", answer)
		}
		r.wants(recorder, false, answer == recording.WithoutPicture)
	}
}

// TestARecordingThatSomebodyIsMissingInGetsNothing: whatever the recorder says, we count ourselves.
func TestARecordingThatSomebodyIsMissingInGetsNothing(t *testing.T) {
	r := newRoom(t, recording.Yes)
	all := func(word string, epoch uint64) []protocol.NamedAnswer {
		return []protocol.NamedAnswer{r.answer(recorder, recording.Yes, 10),
			r.answer(somebody, word, epoch), r.answer(us, recording.Yes, 10)}
	}
	forged := all(recording.Yes, 10)
	forged[1].Signature[0] ^= 1
	for name, one := range map[string]struct {
		answers []protocol.NamedAnswer
		nothing bool
	}{
		"everybody":                  {all(recording.Yes, 10), false},
		"somebody without a picture": {all(recording.WithoutPicture, 10), false},
		"somebody's no":              {all(recording.No, 10), true},
		"somebody missing":           {all(recording.Yes, 10)[:1], true},
		"a forged answer":            {forged, true},
		"an answer by a later list":  {all(recording.Yes, 11), true},
	} {
		r = newRoom(t, recording.Yes)
		r.ask(false)
		r.begin(10, one.answers...)
		if got := r.withheld[recorder]; got != [2]bool{one.nothing, one.nothing} {
			t.Errorf("%s: %v", name, got)
		}
		r.hear(recorder, protocol.KindRecordOff,
			protocol.RecordOff{ID: asked.ID, Reason: "stopped"})
		r.wants(recorder, false, false)
	}
}

func TestWithoutOurYesARecorderGetsNothing(t *testing.T) {
	r := newRoom(t, "")
	r.ask(false)
	r.begin(10, r.answer(recorder, recording.Yes, 10))
	r.wants(recorder, true, true)

	r = newRoom(t, recording.Yes) // nobody has asked
	r.begin(10, r.answer(recorder, recording.Yes, 10))
	r.wants(recorder, true, true)
}

func TestANewcomerSendsNothingFromTheHostsWordOn(t *testing.T) {
	r := newRoom(t, "")
	sid := recorder
	r.NoteRecorder(&sid)
	r.wants(recorder, true, true)
	r.ask(true)
	r.wants(recorder, true, true)
	r.NoteRecorder(&sid) // with each channel to the host that opens
	r.hear(recorder, protocol.KindRecordOff, protocol.RecordOff{ID: asked.ID, Reason: "stopped"})
	r.wants(recorder, false, false)

	r = newRoom(t, "")
	r.NoteRecorder(&sid)
	r.NoteRecorder(nil)
	r.wants(recorder, false, false)
}

func TestThereIsOneRecordingAtATime(t *testing.T) {
	r := newRoom(t, recording.Yes)
	r.ask(false)
	r.hear(somebody, protocol.KindRecordAsk,
		protocol.RecordAsk{ID: protocol.RecordingID{7}, What: []string{"sound"}})
	if last := r.said[len(r.said)-1]; last.Answer != recording.No {
		t.Errorf("the second got %s", last.Answer)
	}
	r.Forget(recorder)
	r.Forget(somebody)
	if r.Recorder() != nil {
		t.Error("who has gone still records")
	}
}

func TestOtherPartsAreSkippedAndGarbageIsNot(t *testing.T) {
	r := newRoom(t, "")
	if err := r.Receive(somebody, 0x20, []byte("a note")); err != nil {
		t.Error(err)
	}
	if err := r.Receive(somebody, protocol.KindRecordAsk, []byte("{}")); err == nil {
		t.Error("an ask for nothing is taken")
	}
}
