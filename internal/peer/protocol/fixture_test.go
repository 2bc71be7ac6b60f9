package protocol

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

var block = regexp.MustCompile("(?s)```json (client|server|pair)\n(.*?)\n```")

// Each message in the protocol's text is decoded, and encoded back to the same bytes.
func TestEachMessageOfTheProtocolIsReadAndWritten(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]vocabulary{"client": FromClient, "server": FromServer,
		"pair": BetweenPeers}
	seen := map[string]bool{}
	for _, b := range block.FindAllStringSubmatch(string(text), -1) {
		m, err := Decode([]byte(b[2]), known[b[1]])
		if err != nil {
			t.Errorf("%s %s: %v", b[1], b[2], err)
			continue
		}
		seen[b[1]+" "+m.messageKind()] = true
		if got := string(Encode(m)); got != b[2] {
			t.Errorf("%s is written as %s", b[2], got)
		}
	}
	for side, v := range known {
		for kind := range v {
			if !seen[side+" "+kind] {
				t.Errorf("the protocol shows no %s message %q", side, kind)
			}
		}
	}
}

func TestWhatBreaksTheProtocolIsRefused(t *testing.T) {
	const sid = `"AAECAwQFBgc"`
	for _, c := range []struct {
		name, text string
		err        error
	}{
		{"no JSON", `hello`, ErrBadMessage},
		{"nothing", ``, ErrBadMessage},
		{"a list", `[]`, ErrBadMessage},
		{"no kind", `{"text":"x"}`, ErrBadMessage},
		{"a kind that is no text", `{"kind":1}`, ErrBadMessage},
		{"a kind of another place", `{"kind":"challenge"}`, errUnknownKind},
		{"a field too many", `{"kind":"bye","why":"x"}`, errUnknownField},
		{"a name in other letters", `{"kind":"chat","Text":"x"}`, ErrBadMessage},
		{"a field too few", `{"kind":"chat"}`, ErrBadMessage},
		{"a field twice", `{"kind":"chat","text":"x","text":"y"}`, ErrBadMessage},
		{"a null", `{"kind":"chat","text":null}`, ErrBadMessage},
		{"an optional null", `{"kind":"hello","name":"x","topic":null}`, ErrBadMessage},
		{"another type", `{"kind":"chat","text":1}`, ErrBadMessage},
		{"two objects", `{"kind":"bye"}{"kind":"bye"}`, ErrBadMessage},
		{"text that is no UTF-8", "{\"kind\":\"chat\",\"text\":\"\xff\"}", ErrBadMessage},
		{"a long name", `{"kind":"hello","name":"` + strings.Repeat("x", 81) + `"}`, ErrBadMessage},
		{"a long chat line", `{"kind":"chat","text":"` + strings.Repeat("ä", 4001) +
			`"}`, ErrBadMessage},
		{"an unknown description", `{"kind":"description","type":"rollback","sdp":""}`,
			ErrBadMessage},
		{"an empty ticket", `{"kind":"ticket","ticket":""}`, ErrBadMessage},
		{"half of a host's proof", `{"kind":"auth","key":"` + key32 + `","signature":"` + sig64 +
			`","hostKey":"` + key32 + `"}`, ErrBadMessage},
		{"a roster without a host", `{"kind":"roster","epoch":1,"members":[],"signature":"` +
			sig64 + `"}`, ErrBadMessage},
		{"a roster with somebody twice", `{"kind":"roster","epoch":1,"members":[` +
			line(sid, "host") + `,` + line(sid, "guest") + `],"signature":"` + sig64 +
			`"}`, ErrBadMessage},
		{"a roster with a knocker", `{"kind":"roster","epoch":1,"members":[` +
			line(sid, "knocker") + `],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"a null in a list", `{"kind":"roster","epoch":1,"members":[null],"signature":"` + sig64 +
			`"}`, ErrBadMessage},
		{"a negative epoch", `{"kind":"roster","epoch":-1,"members":[` + line(sid, "host") +
			`],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"an epoch beyond what all can count",
			`{"kind":"roster","epoch":9007199254740992,"members":[` + line(sid, "host") +
				`],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"an sid that is too short", `{"kind":"roster","epoch":1,"members":[` +
			line(`"AAECAwQFBg"`, "host") + `],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"loose bits in an sid", `{"kind":"roster","epoch":1,"members":[` +
			line(`"AAECAwQFBgd"`, "host") + `],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"padding in an sid", `{"kind":"roster","epoch":1,"members":[` +
			line(`"AAECAwQFBg="`, "host") + `],"signature":"` + sig64 + `"}`, ErrBadMessage},
		{"a size that no picture has", `{"kind":"want","line":"camera","height":300,"rank":1}`,
			ErrBadMessage},
		{"a rank too high", `{"kind":"want","line":"camera","height":360,"rank":3}`,
			ErrBadMessage},
		{"a picture of something else", `{"kind":"want","line":"room","height":360,"rank":1}`,
			ErrBadMessage},
		{"no kbit a second", `{"kind":"want","line":"camera","height":360,"rank":1,"limit":0}`,
			ErrBadMessage},
		{"a pause for nothing", `{"kind":"state","microphone":true,"camera":true,"paused":""}`,
			ErrBadMessage},
		{"a share of nothing", `{"kind":"state","microphone":true,"camera":true,"share":""}`,
			ErrBadMessage},
		{"a pointer beside the screen", `{"kind":"pointer","presenter":"` + sid +
			`","x":10001,"y":0}`, ErrBadMessage},
		{"a good roster", `{"kind":"roster","epoch":1,"members":[` + line(sid, "host") +
			`],"signature":"` + sig64 + `"}`, nil},
		{"a long name of 80 characters that are more bytes", `{"kind":"hello","name":"` +
			strings.Repeat("𝄞", 80) + `"}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Decode([]byte(c.text), BetweenPeers); err != c.err {
				t.Errorf("%v, want %v", err, c.err)
			}
		})
	}
}

var (
	key32 = strings.Repeat("A", 43)
	sig64 = strings.Repeat("A", 86)
)

func line(sid, role string) string {
	return `{"sid":` + sid + `,"key":"` + key32 + `","role":"` + role + `"}`
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"kind":"chat","text":"x"}`))
	f.Add([]byte(`{"kind":"roster","epoch":1,"members":[` + line(`"AAECAwQFBgc"`, "host") +
		`],"signature":"` + sig64 + `"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, v := range []vocabulary{FromServer, FromClient, BetweenPeers} {
			m, err := Decode(text, v)
			if err != nil {
				continue
			}
			again, err := Decode(Encode(m), v)
			if err != nil {
				t.Fatalf("what was read cannot be read again: %v", err)
			}
			if a, b := Encode(m), Encode(again); string(a) != string(b) || !json.Valid(a) {
				t.Fatalf("%s became %s", a, b)
			}
		}
	})
}
