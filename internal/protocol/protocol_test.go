package protocol

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// fixtures gives the blocks of docs/protocol.md with this label.
func fixtures(t testing.TB, label string) []string {
	t.Helper()
	text, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for i, part := range strings.Split(string(text), "\n```") {
		// Every second part is the inside of a block, its label on the first line.
		if first, block, _ := strings.Cut(part, "\n"); i%2 == 1 && first == label {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

func TestTheProtocolTextIsDecodedAndEncodedBack(t *testing.T) {
	for label, known := range map[string]messageKinds{"json client": clientMessages,
		"json server": serverMessages} {
		seen := make(map[string]bool)
		for _, block := range fixtures(t, label) {
			m, code := decode([]byte(block), known)
			if code != "" {
				t.Errorf("%s: %s", code, block)
				continue
			}
			seen[m.MessageKind()] = true
			if back := Encode(m); !sameJSON(t, back, []byte(block)) {
				t.Errorf("encoded as %s, want %s", back, block)
			}
		}
		for kind := range known {
			if !seen[kind] {
				t.Errorf("the text has no %q block of kind %q", label, kind)
			}
		}
	}
}

func sameJSON(t testing.TB, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(x, y)
}

func TestWhatIsNotTheProtocolIsRefused(t *testing.T) {
	const (
		sid  = `"EBESExQVFhc"`
		key  = `"ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8"`
		room = `"EBESExQVFhcYGRobHB0eHw"`
		sig  = `"QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-fw"`
		host = `{"sid":` + sid + `,"key":` + key + `,"role":"host"}`
	)
	create := func(seats, lifetime string) string {
		return `{"kind":"create","room":` + room + `,"hostKey":` + key + `,"seats":` + seats +
			`,"lifetime":` + lifetime + `,"signature":` + sig + `}`
	}
	move := func(lifetime, more string) string {
		return `{"kind":"move","room":` + room + `,"lifetime":` + lifetime + more +
			`,"signature":` + sig + `}`
	}
	roster := func(members string) string {
		return `{"kind":"roster","epoch":1,"members":` + members + `,"signature":` + sig + `}`
	}
	deny := func(sid string) string {
		return `{"kind":"deny","sid":` + sid + `,"signature":` + sig +
			`}`
	}
	guests := func(n int) (list string) {
		for i := range n {
			sid, _ := SID{byte(i + 1)}.MarshalText()
			list += `,{"sid":"` + string(sid) + `","key":` + key + `,"role":"guest"}`
		}
		return list
	}
	if _, code := decode([]byte(roster(`[`+host+guests(5)+`]`)), clientMessages); code != "" {
		t.Errorf("a roster of six: %s", code)
	}
	tests := []struct {
		name, message string
		want          Code
	}{
		{"nothing", ``, CodeBadMessage},
		{"not JSON", `{"kind":"leave"`, CodeBadMessage},
		{"an array", `[{"kind":"leave"}]`, CodeBadMessage},
		{"a string", `"leave"`, CodeBadMessage},
		{"something behind the object", `{"kind":"leave"}{}`, CodeBadMessage},
		{"broken UTF-8", "{\"kind\":\"\xff\"}", CodeBadMessage},
		{"no kind", `{}`, CodeBadMessage},
		{"a kind that is a number", `{"kind":1}`, CodeBadMessage},
		{"a kind that is null", `{"kind":null}`, CodeBadMessage},
		{"a kind of the future", `{"kind":"dance"}`, CodeUnknownKind},
		{"a kind of the server", `{"kind":"challenge","nonce":` + key + `}`, CodeUnknownKind},
		{"a kind in capitals", `{"kind":"LEAVE"}`, CodeUnknownKind},
		{"a field too many", `{"kind":"leave","why":1}`, CodeUnknownField},
		{"a field in capitals", `{"kind":"end","Signature":` + sig + `}`, CodeBadMessage},
		{"a kind that stands twice", `{"kind":"leave","kind":"leave"}`, CodeBadMessage},
		{"a field that stands twice", `{"kind":"end","signature":` + sig + `,"signature":` + sig +
			`}`, CodeBadMessage},
		{"a field twice, once in disguise", `{"kind":"end","signature":` + sig +
			`,"\u0073ignature":` + sig + `}`, CodeBadMessage},
		{"a field that stands twice inside", roster(`[{"sid":` + sid + `,"sid":` + sid +
			`,"key":` + key + `,"role":"host"}]`), CodeBadMessage},
		{"a field too many, in which one stands twice", `{"kind":"leave","why":[{"a":1,"a":2}]}`,
			CodeBadMessage},
		{"half a character in an escape", `{"kind":"\ud800"}`, CodeUnknownKind},
		{"broken UTF-8 in a field too many", "{\"kind\":\"leave\",\"why\":\"\xff\"}",
			CodeBadMessage},
		{"a bracket behind the object", `{"kind":"leave"}]`, CodeBadMessage},
		{"a comma behind the last field", `{"kind":"leave",}`, CodeBadMessage},
		{"more depth than anybody needs", `{"kind":"leave","why":` +
			strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, CodeBadMessage},
		{"seats with an exponent", create(`2e0`, `60`), CodeBadMessage},
		{"more seats than a byte holds", create(`258`, `60`), CodeBadMessage},
		{"a role in capitals", roster(`[{"sid":` + sid + `,"key":` + key +
			`,"role":"HOST"}]`), CodeBadMessage},
		{"a role that is a number", roster(`[{"sid":` + sid + `,"key":` + key +
			`,"role":1}]`), CodeBadMessage},
		{"a missing field", `{"kind":"end"}`, CodeBadMessage},
		{"a null field", `{"kind":"end","signature":null}`, CodeBadMessage},
		{"an optional field that is null", `{"kind":"join","room":` + room + `,"key":` + key +
			`,"signature":` + sig + `,"hostSignature":null}`, CodeBadMessage},
		{"bytes as an array", deny(`[1,2,3,4,5,6,7,8]`), CodeBadMessage},
		{"bytes that are too short", deny(`"EBESExQVFg"`), CodeBadMessage},
		{"bytes that are too long", deny(`"EBESExQVFhcY"`), CodeBadMessage},
		{"bytes with padding", deny(`"EBESExQVFhc="`), CodeBadMessage},
		{"bytes in the other alphabet", deny(`"EBESExQVF+/"`), CodeBadMessage},
		{"bytes with bits to spare", deny(`"EBESExQVFhd"`), CodeBadMessage},
		{"bytes with an escape", deny(`"\u0045BESExQVFhc"`), CodeBadMessage},
		{"the sid that is nobody's", deny(`"AAAAAAAAAAA"`), CodeBadMessage},
		{"one seat", create(`1`, `60`), CodeBadMessage},
		{"seven seats", create(`7`, `60`), CodeBadMessage},
		{"half a seat", create(`2.5`, `60`), CodeBadMessage},
		{"seats in quotes", create(`"2"`, `60`), CodeBadMessage},
		{"no life", create(`2`, `0`), CodeBadMessage},
		{"a negative life", create(`2`, `-1`), CodeBadMessage},
		{"more than 2^32 - 1 seconds", create(`2`, `4294967296`), CodeBadMessage},
		{"a move without a life", move(`0`, ``), CodeBadMessage},
		{"a move that says who the host is", move(`1`, `,"hostKey":`+key), CodeUnknownField},
		{"an appointment that is none", move(`1`, `,"appointment":"`+strings.Repeat("A", 48)+
			`"`), CodeBadMessage},
		{"an appointment that is too short", move(`1`, `,"appointment":"`+
			strings.Repeat("B", 47)+`"`), CodeBadMessage},
		{"an epoch that browsers cannot hold",
			strings.Replace(roster(`[`+host+`]`), `1,`, `9007199254740992,`, 1), CodeBadMessage},
		{"an empty roster", roster(`[]`), CodeBadMessage},
		{"a roster that is an object", roster(`{}`), CodeBadMessage},
		{"a roster without a host", roster(`[{"sid":` + sid + `,"key":` + key +
			`,"role":"guest"}]`), CodeBadMessage},
		{"a roster with two hosts", roster(`[` + host + `,{"sid":"CAkKCwwNDg8","key":` + key +
			`,"role":"host"}]`), CodeBadMessage},
		{"a roster with somebody twice", roster(`[` + host + `,{"sid":` + sid + `,"key":` + key +
			`,"role":"guest"}]`), CodeBadMessage},
		{"a roster with a knocker", roster(`[` + host + `,{"sid":"CAkKCwwNDg8","key":` + key +
			`,"role":"knocker"}]`), CodeBadMessage},
		{"a roster with a null member", roster(`[null]`), CodeBadMessage},
		{"a roster with an unknown field inside",
			roster(`[{"sid":` + sid + `,"key":` + key + `,"role":"host","name":"A"}]`),
			CodeUnknownField},
		{"a roster of seven", roster(`[` + host + guests(6) + `]`), CodeBadMessage},
		{"a join with a roster and no sid", `{"kind":"join","room":` + room + `,"key":` + key +
			`,"signature":` + sig + `,"roster":{"epoch":1,"members":[` + host + `],"signature":` +
			sig + `}}`, CodeBadMessage},
		{"a join with a kind inside the roster", `{"kind":"join","room":` + room + `,"key":` + key +
			`,"signature":` + sig + `,"sid":` + sid + `,"roster":` + roster(`[`+host+`]`) +
			`}`, CodeUnknownField},
	}
	for _, test := range tests {
		if m, code := decode([]byte(test.message), clientMessages); code != test.want || m != nil {
			t.Errorf("%s: got %v and %q, want %s", test.name, m, code, test.want)
		}
	}
}

func TestSpaceBetweenTokensIsNoMatter(t *testing.T) {
	spaced := " {\r\n\t\"kind\" : \"deny\" , \"sid\" :\"EBESExQVFhc\", " +
		"\"signature\":\n\"QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-fw\" } \n"
	m, code := decode([]byte(spaced), clientMessages)
	if code != "" || m.(*Deny).SID != (SID{0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17}) {
		t.Errorf("got %+v, %s", m, code)
	}
}

func TestTheKindMayStandAnywhere(t *testing.T) {
	m, code := DecodeClient([]byte(`{"sid":"EBESExQVFhc","signature":"` +
		strings.Repeat("A", 86) + `","\u006bind":"deny"}`))
	if deny, ok := m.(*Deny); !ok || deny.SID[0] != 0x10 {
		t.Errorf("got %+v, %s", m, code)
	}
}

func TestEveryErrorCodeOfTheProtocolTextHasItsSentenceAndItsEnd(t *testing.T) {
	text, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## 5. Error codes")
	table, _, _ = strings.Cut(table, "\n## ") // other sections have tables too
	listed := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		listed++
		code := Code(strings.Trim(cells[1], " `"))
		if sentences[code] == "" {
			t.Errorf("%s has no sentence", code)
		}
		// which has no socket yet
		closes := strings.TrimSpace(cells[3]) == "closes" || code == CodeBadOrigin
		if closes == keepsSocket[code] {
			t.Errorf("%s: keepsSocket is %v", code, keepsSocket[code])
		}
	}
	if listed != len(sentences) {
		t.Errorf("the text lists %d codes, the server has %d", listed, len(sentences))
	}
}

// FuzzDecode: whatever is decoded is encoded back to the same JSON, so nothing is silently dropped,
// added or mended.
func FuzzDecode(f *testing.F) {
	for _, label := range []string{"json client", "json server", "json pair"} {
		for _, block := range fixtures(f, label) {
			f.Add([]byte(block))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, known := range []messageKinds{clientMessages, serverMessages} {
			m, code := decode(data, known)
			if (code == "") != (m != nil) {
				t.Fatalf("got both or neither of %v and %q", m, code)
			}
			if m != nil && !sameJSON(t, Encode(m), data) {
				t.Fatalf("%s became %s", data, Encode(m))
			}
		}
	})
}
