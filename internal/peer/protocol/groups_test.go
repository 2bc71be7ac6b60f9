package protocol

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

var groupsSig = `"signature":"` + strings.Repeat("A", 86) + `"`

// The examples of the protocol are read, and written as they are.
func TestWhatIsSaidOfGroupsIsReadAndWritten(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]byte{"groups": KindGroups, "groups-returned": KindGroupsReturned,
		"groups-tell": KindGroupsTell}
	found := regexp.MustCompile("(?s)```json (groups[a-z-]*)\n(.*?)\n```").
		FindAllStringSubmatch(string(text), -1)
	if len(found) != len(kinds) {
		t.Errorf("%d examples", len(found))
	}
	for _, b := range found {
		m, err := DecodeGroups(kinds[b[1]], []byte(b[2]))
		if err != nil {
			t.Errorf("%s: %v", b[2], err)
			continue
		}
		if again, err := json.Marshal(m); err != nil || string(again) != b[2] {
			t.Errorf("%s is written as %s: %v", b[2], again, err)
		}
	}
	if _, err := DecodeGroups(KindGroupsRecall, []byte(" { } ")); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoWordOfGroupsIsRefused(t *testing.T) {
	word := func(fields string) string { return `{"epoch":7,` + fields + `,` + groupsSig + `}` }
	one := `{"name":"A","sids":["CAkKCwwNDg8"]}`
	for _, bad := range []struct {
		kind byte
		text string
		want error
	}{
		{0x84, `{}`, errUnknownKind},
		{KindGroups, ``, ErrBadMessage},
		{KindGroups, `[]`, ErrBadMessage},
		{KindGroups, `{}`, ErrBadMessage},
		{KindGroups, `{"epoch":7,"groups":[]}`, ErrBadMessage},
		{KindGroups, word(`"groups":[],"until":7`), errUnknownField},
		{KindGroups, word(`"groups":[` + one + `,` + one + `]`), ErrBadMessage},
		{KindGroups, word(`"groups":[{"name":"","sids":[]}]`), ErrBadMessage},
		{KindGroups, word(`"groups":[{"name":"a\nb","sids":[]}]`), ErrBadMessage},
		{KindGroups, word(`"groups":[{"name":"` + strings.Repeat("a", 41) + `","sids":[]}]`),
			ErrBadMessage},
		{KindGroups, word(`"groups":[` + strings.Repeat(`{"name":"a","sids":[]},`, 6) +
			`{"name":"a","sids":[]}]`), ErrBadMessage},
		{KindGroups, word(`"groups":[],"back":4`), ErrBadMessage},
		{KindGroups, word(`"groups":[],"back":301`), ErrBadMessage},
		{KindGroupsReturned, `{"epoch":0}`, ErrBadMessage},
		{KindGroupsTell, `{"text":""}`, ErrBadMessage},
		{KindGroupsRecall, `{"epoch":7}`, errUnknownField},
	} {
		if _, err := DecodeGroups(bad.kind, []byte(bad.text)); err != bad.want {
			t.Errorf("%x %s: %v", bad.kind, bad.text, err)
		}
	}
}
