package protocol

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var docBlock = regexp.MustCompile("(?s)```json ((?:record|poll|question)[a-z-]*)\n(.*?)\n```")

// docKinds are the payloads of parts that the native client has, by their names in the text.
var docKinds = map[string]byte{"record-ask": KindRecordAsk, "record-answer": KindRecordAnswer,
	"record-on": KindRecordOn, "record-off": KindRecordOff, "poll": KindPoll,
	"poll-answer": KindPollAnswer, "poll-answered": KindPollAnswered, "poll-close": KindPollClose,
	"poll-share": KindPollShare, "poll-commit": KindPollCommit, "poll-reveal": KindPollReveal,
	"poll-told": KindPollTold, "poll-recall": KindPollRecall, "question": KindQuestion,
	"question-raise": KindQuestionRaise, "question-mark": KindQuestionMark,
	"question-withdraw": KindQuestionWithdraw, "question-told": KindQuestionTold,
	"question-recall": KindQuestionRecall}

func decodeAny(kind byte, payload []byte) (any, error) {
	switch {
	case IsPoll(kind):
		return DecodePoll(kind, payload)
	case IsQuestion(kind):
		return DecodeQuestion(kind, payload)
	}
	return DecodeRecord(kind, payload)
}

// Each payload in the protocol's text is decoded, and encoded back to the same bytes.
func TestEachPayloadOfTheProtocolIsReadAndWritten(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, b := range docBlock.FindAllStringSubmatch(string(text), -1) {
		seen[b[1]] = true
		m, err := decodeAny(docKinds[b[1]], []byte(b[2]))
		if err != nil {
			t.Errorf("%s %s: %v", b[1], b[2], err)
			continue
		}
		if got, err := json.Marshal(m); err != nil || string(got) != b[2] {
			t.Errorf("%s is written as %s", b[2], got)
		}
	}
	for name := range docKinds {
		if !seen[name] {
			t.Errorf("the protocol shows no %s", name)
		}
	}
}

func TestWhatIsNoWordOfAPollOrAQuestionIsRefused(t *testing.T) {
	const id = `{"id":"CAkKCwwNDg8"`
	poll := func(fields string) string {
		return id + `,"question":"Q?","type":"single","choices":["A","B"],"secret":false` + fields
	}
	rows := func(n int) string { return "[" + strings.Repeat("1,", n-1) + "1]" }
	for _, bad := range []struct {
		kind byte
		text string
		want error
	}{
		{0x49, id + `}`, errUnknownKind},
		{0x56, id + `}`, errUnknownKind},
		{KindPoll, `[]`, ErrBadMessage},
		{KindPoll, `{}`, ErrBadMessage},
		{KindPoll, poll(`,"more":1}`), errUnknownField},
		{KindPoll, strings.Replace(poll(`}`), "single", "double", 1), ErrBadMessage},
		{KindPoll, strings.Replace(poll(`}`), `,"B"`, "", 1), ErrBadMessage},
		{KindPoll, strings.Replace(poll(`}`), `"B"`, `""`, 1), ErrBadMessage},
		{KindPoll, strings.Replace(poll(`}`), `"B"`, `"B`+strings.Repeat(`","B`, 7)+`"`, 1), ErrBadMessage},
		{KindPoll, strings.Replace(poll(`}`), `Q?`, strings.Repeat("q", 201), 1), ErrBadMessage},
		{KindPoll, strings.Replace(poll(`}`), `Q?`, `two\nlines`, 1), ErrBadMessage},
		{KindPoll, strings.Replace(strings.Replace(poll(`}`), "single", "scale", 1), `"B"`, `"B","C"`,
			1), ErrBadMessage},
		{KindPollAnswer, id + `,"choices":[1,1]}`, ErrBadMessage},
		{KindPollAnswer, id + `,"choices":[-1]}`, ErrBadMessage},
		{KindPollAnswer, id + `,"choices":[8]}`, ErrBadMessage},
		{KindPollAnswer, id + `,"choices":[0.5]}`, ErrBadMessage},
		{KindPollShare, id + `,"asked":"` + key32 + `","voters":[],"shares":[]}`, ErrBadMessage},
		{KindPollShare, id + `,"asked":"` + key32 + `","voters":[],"shares":[` + rows(3) + `]}`,
			ErrBadMessage},
		{KindPollShare, id + `,"asked":"` + key32 + `","voters":[],"shares":[` + rows(7) + `]}`,
			ErrBadMessage},
		{KindPollShare, id + `,"asked":"` + key32 +
			`","voters":[],"shares":[[1,1,1,9007199254740881]]}`, ErrBadMessage},
		{KindPollTold, poll(`,"asker":"A"}`), ErrBadMessage},
		{KindPollTold, poll(`,"asker":"A","answers":[],"counts":[1,1]}`), ErrBadMessage},
		{KindPollTold, poll(`,"asker":"A","answers":[{"name":"B","choices":[0,1]}]}`), ErrBadMessage},
		{KindPollTold, strings.Replace(poll(`,"asker":"A","counts":[1]}`), "false", "true", 1),
			ErrBadMessage},
		{KindPollTold, strings.Replace(poll(`,"asker":"A","uncounted":"tired"}`), "false", "true", 1),
			ErrBadMessage},
		{KindQuestion, id + `,"text":""}`, ErrBadMessage},
		{KindQuestion, id + `,"text":"` + strings.Repeat("q", 301) + `"}`, ErrBadMessage},
		{KindQuestionMark, id + `,"mark":"loved"}`, ErrBadMessage},
		{KindQuestionTold, id + `,"text":"Q","name":""}`, ErrBadMessage},
		{KindQuestionRecall, `{"id":1}`, errUnknownField},
	} {
		if _, err := decodeAny(bad.kind, []byte(bad.text)); err != bad.want {
			t.Errorf("%x %s: %v", bad.kind, bad.text, err)
		}
	}
}

// FuzzDecodePayload: whatever is taken is taken again as it is written.
func FuzzDecodePayload(f *testing.F) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, b := range docBlock.FindAllStringSubmatch(string(text), -1) {
		f.Add(docKinds[b[1]], []byte(b[2]))
	}
	f.Fuzz(func(t *testing.T, kind byte, payload []byte) {
		m, err := decodeAny(kind, payload)
		if err != nil {
			return
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := decodeAny(kind, again); err != nil || !reflect.DeepEqual(read, m) {
			t.Errorf("%q is written as %q: %v", payload, again, err)
		}
	})
}
