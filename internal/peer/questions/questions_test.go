package questions

import (
	"encoding/json"
	"fmt"
	"testing"

	"einmal/internal/peer/protocol"
)

var host, anna, ben = protocol.SID{1}, protocol.SID{2}, protocol.SID{3}

type reader struct {
	*Questions
	t       *testing.T
	isHost  bool
	members []protocol.SID
	told    []Question
	said    []string
}

func newReader(t *testing.T) *reader {
	r := &reader{t: t, members: []protocol.SID{host, anna, ben}}
	r.Questions = New(&Env{Members: func() []protocol.SID { return r.members },
		IsHost:    func(sid protocol.SID) bool { return sid == host },
		IsOwnHost: func() bool { return r.isHost },
		NameOf:    func(sid protocol.SID) string { return fmt.Sprint("Person ", sid[0]) },
		Say: func(_ protocol.SID, kind byte, payload []byte) {
			if _, err := protocol.DecodeQuestion(kind, payload); err != nil {
				t.Fatalf("%x %s: %v", kind, payload, err)
			}
			r.said = append(r.said, fmt.Sprintf("%x", kind))
		},
		Tell: func(_ protocol.SID, q Question) { r.told = append(r.told, q) }})
	return r
}

func (r *reader) hear(from protocol.SID, kind byte, m any) error {
	payload, err := json.Marshal(m)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.Receive(from, kind, payload)
}

func (r *reader) must(from protocol.SID, kind byte, m any) {
	r.t.Helper()
	if err := r.hear(from, kind, m); err != nil {
		r.t.Fatal(err)
	}
}

func id(n int) protocol.QuestionID { return protocol.QuestionID{byte(n), byte(n >> 8)} }

func TestQuestionsStandInTheOrderOfHandsAndMarks(t *testing.T) {
	r := newReader(t)
	r.must(ben, protocol.KindQuestionRaise, protocol.QuestionRaise{ID: id(2), Up: true}) // early
	for n, text := range []string{"First?", "Second?", "Third?"} {
		r.must(anna, protocol.KindQuestion, protocol.Question{ID: id(n + 1), Text: text})
	}
	r.must(host, protocol.KindQuestionMark,
		protocol.QuestionMark{ID: id(3), Mark: protocol.QuestionTaken})
	r.must(ben, protocol.KindQuestionMark, // not the host
		protocol.QuestionMark{ID: id(1), Mark: protocol.QuestionAnswered})
	got := r.List()
	if len(got) != 3 || got[0].Text != "Third?" || got[1].Text != "Second?" || got[1].Hands != 1 ||
		got[2].Mark != protocol.QuestionOpen || got[2].Name != "Person 2" || len(r.told) != 3 {
		t.Errorf("%+v", got)
	}
	r.Gone(ben)
	r.must(anna, protocol.KindQuestionWithdraw, protocol.QuestionWithdraw{ID: id(1)})
	if got = r.List(); len(got) != 2 || got[1].Hands != 0 {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsAnothersIsAViolationAndAllIsBounded(t *testing.T) {
	r := newReader(t)
	r.must(anna, protocol.KindQuestion, protocol.Question{ID: id(1), Text: "Mine?"})
	r.must(anna, protocol.KindQuestion, protocol.Question{ID: id(1), Text: "Mine?"}) // again
	for name, err := range map[string]error{
		"another's question": r.hear(ben, protocol.KindQuestion,
			protocol.Question{ID: id(1), Text: "Mine?"}),
		"another text":    r.hear(anna, protocol.KindQuestion, protocol.Question{ID: id(1), Text: "No"}),
		"taken back":      r.hear(ben, protocol.KindQuestionWithdraw, protocol.QuestionWithdraw{ID: id(1)}),
		"a hand for ones": r.hear(anna, protocol.KindQuestionRaise, protocol.QuestionRaise{ID: id(1)}),
	} {
		if err != protocol.ErrBadMessage {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := 2; n <= maxEach; n++ {
		r.must(anna, protocol.KindQuestion, protocol.Question{ID: id(n), Text: "More?"})
	}
	if err := r.hear(anna, protocol.KindQuestion,
		protocol.Question{ID: id(500), Text: "One more?"}); err != protocol.ErrBadMessage {
		t.Errorf("a twenty-first: %v", err)
	}
	for n := range 200 {
		from := protocol.SID{9, byte(n / maxEach)}
		r.must(from, protocol.KindQuestion, protocol.Question{ID: id(1000 + n), Text: "?!"})
		r.must(ben, protocol.KindQuestionRaise, protocol.QuestionRaise{ID: id(5000 + n), Up: true})
	}
	if len(r.entries) > maxAll || len(r.early) > maxEarly {
		t.Errorf("%d questions, %d early words", len(r.entries), len(r.early))
	}
}

func TestAHostTellsOfWhoHasLeft(t *testing.T) {
	r := newReader(t)
	r.ChannelOpened(ben)
	r.must(anna, protocol.KindQuestion, protocol.Question{ID: id(1), Text: "Still open?"})
	r.members = []protocol.SID{host, ben}
	r.ChannelOpened(ben)
	r.isHost = true
	r.ChannelOpened(ben)
	r.must(ben, protocol.KindQuestionRecall, protocol.QuestionRecall{})
	r.must(ben, protocol.KindQuestionRecall, protocol.QuestionRecall{}) // too soon
	if got := fmt.Sprint(r.said); got != "[55 54 54]" {
		t.Errorf("%s", got)
	}
	other := newReader(t)
	told := protocol.QuestionTold{ID: id(1), Text: "Still open?", Name: "Anna"}
	other.must(ben, protocol.KindQuestionTold, told) // not the host
	other.must(host, protocol.KindQuestionTold, told)
	if got := other.List(); len(got) != 1 || got[0].Name != "Anna" {
		t.Errorf("%+v", got)
	}
}
