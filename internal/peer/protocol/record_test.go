package protocol

import (
	"strings"
	"testing"
)

const recordID = `"id":"CAkKCwwNDg8"`

var signed = `"epoch":7,"answer":"yes","at":5,"signature":"` + strings.Repeat("A", 86) + `"`

func TestWhatIsSaidOfARecordingIsRead(t *testing.T) {
	for kind, text := range map[byte]string{
		KindRecordAsk:    `{` + recordID + `,"what":["sound","chat"],"why":"Notes","on":true}`,
		KindRecordAnswer: `{` + recordID + `,` + signed + `}`,
		KindRecordOn: ` {` + recordID + `,"epoch":7,"since":9,"answers":[{"sid":"CAkKCwwNDg8",` +
			signed + `}]}`,
		KindRecordOff: `{` + recordID + `,"reason":"withdrawn"}`,
	} {
		if _, err := DecodeRecord(kind, []byte(text)); err != nil {
			t.Errorf("%x %s: %v", kind, text, err)
		}
	}
}

func TestWhatIsNoWordOfARecordingIsRefused(t *testing.T) {
	twice := `{"sid":"CAkKCwwNDg8",` + signed + `}`
	for _, bad := range []struct {
		kind byte
		text string
		want error
	}{
		{0x14, `{` + recordID + `}`, errUnknownKind},
		{KindRecordAsk, ``, ErrBadMessage},
		{KindRecordAsk, `{}`, ErrBadMessage},
		{KindRecordAsk, `[]`, ErrBadMessage},
		{KindRecordOff, `{` + recordID + `,"reason":"stopped","more":1}`, errUnknownField},
		{KindRecordOff, `{` + recordID + `,"reason":"tired"}`, ErrBadMessage},
		{KindRecordOff, `{"id":"CAkK","reason":"stopped"}`, ErrBadMessage},
		{KindRecordAsk, `{` + recordID + `,"what":[]}`, ErrBadMessage},
		{KindRecordAsk, `{` + recordID + `,"what":["picture","sound"]}`, ErrBadMessage},
		{KindRecordAsk, `{` + recordID + `,"what":["sound","sound"]}`, ErrBadMessage},
		{KindRecordAsk, `{` + recordID + `,"what":["sound"],"why":""}`, ErrBadMessage},
		{KindRecordAnswer, `{` + recordID + `,` + strings.Replace(signed, "yes", "maybe", 1) + `}`,
			ErrBadMessage},
		{KindRecordOn, `{` + recordID + `,"epoch":1,"since":1,"answers":[]}`, ErrBadMessage},
		{KindRecordOn, `{` + recordID + `,"epoch":1,"since":1,"answers":[` + twice + `,` + twice +
			`]}`, ErrBadMessage},
	} {
		if _, err := DecodeRecord(bad.kind, []byte(bad.text)); err != bad.want {
			t.Errorf("%x %s: %v", bad.kind, bad.text, err)
		}
	}
}
