package protocol

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"einmal/internal/links"

	"github.com/go-json-experiment/json/jsontext"
)

// webClient is a process that says what the web client takes.
type webClient struct {
	mu     sync.Mutex
	asks   io.Writer
	answer *bufio.Reader
}

// startWebClient bundles the client's own modules; there is one process for each of the fuzzer's.
var startWebClient = sync.OnceValues(func() (*webClient, error) {
	bundle := filepath.Join(os.TempDir(), fmt.Sprintf("einmal-agree-%d.mjs", os.Getpid()))
	defer os.Remove(bundle)
	build := exec.Command("node_modules/.bin/rolldown", "fuzz/agree.ts", "-p", "node", "-f", "esm",
		"-o", bundle)
	build.Dir = "../../../webclient"
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w %s", err, out)
	}
	client := exec.Command("node", bundle) // ends with this process: its input does
	client.Stderr = os.Stderr
	asks, err := client.StdinPipe()
	if err != nil {
		return nil, err
	}
	answers, err := client.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := client.Start(); err != nil {
		return nil, err
	}
	w := &webClient{asks: asks, answer: bufio.NewReader(answers)}
	_, err = w.takes("candidate", nil) // it has read the bundle then
	return w, err
})

// takes returns what it makes of a text; nil if it refuses it.
func (w *webClient) takes(what string, text []byte) (taken any, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := fmt.Fprintf(w.asks, "%s %s\n", what,
		base64.StdEncoding.EncodeToString(text)); err != nil {
		return nil, err
	}
	line, err := w.answer.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	return taken, json.Unmarshal(line, &taken)
}

// weTake returns the same of this client, as JSON.
func weTake(what string, text []byte) any {
	switch what {
	case "candidate":
		if clean, ok := CleanCandidate(string(text)); ok {
			return clean
		}
	case "description":
		clean, ok := taken(links.Video, string(text))
		if shown, _ := FingerprintOf(clean); ok {
			return map[string]string{"clean": clean,
				"fingerprint": strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf("% X", shown[:])),
					" ", ":")}
		}
	case "relay":
		if _, ok := turnHost(string(text)); ok {
			var asked []bool
			for _, server := range []string{"https://call.example", "http://192.168.1.5",
				"http://localhost"} {
				asked = append(asked, MayServe(string(text), server))
			}
			return asked
		}
	default:
		known := map[string]vocabulary{"server": FromServer, "client": FromClient,
			"pair": BetweenPeers}
		if m, err := Decode(text, known[what]); err == nil {
			return json.RawMessage(Encode(m))
		}
	}
	return nil
}

// notation is what no script can see of a number: that it has a point, an exponent, or is a
// negative zero.
var notation = regexp.MustCompile(`[0-9][.eE]|-0`)

// FuzzClientsAgree: what one client takes the other takes, and makes the same of it. Only what a
// script cannot see it takes while this client does not (protocol, section 1): a name that stands
// twice in an object, and the notation of numbers.
func FuzzClientsAgree(f *testing.F) {
	web, err := startWebClient()
	if err != nil {
		f.Skip("NOT TESTED that both clients take the same, for want of Node and "+
			"webclient/node_modules: ", err)
	}
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, b := range block.FindAllStringSubmatch(string(text), -1) {
		f.Add(b[1], []byte(b[2]))
	}
	for _, text := range []string{
		`{"kind":"roster","epoch":1,"members":[` + line(`"AAECAwQFBgc"`, "guest") +
			`],"signature":"` + sig64 + `"}`,
		`{"kind":"roster","epoch":1,"members":[` + line(`"AAECAwQFBgc"`, "host") + `,` +
			line(`"AAECAwQFBgc"`, "guest") + `],"signature":"` + sig64 + `"}`,
		`{"kind":"auth","key":"` + key32 + `","signature":"` + sig64 + `","hostKey":"` + key32 +
			`"}`,
		`{"kind":"hello","name":"x","topic":null}`, `{"kind":"hello","name":"x","topic":""}`,
		`{"kind":"hello","name":"x","ticket":""}`,
		`{"kind":"accept","id":1.0}`, `{"kind":"accept","id":1e0}`, `{"kind":"accept","id":-0}`,
		`{"kind":"accept","id":4294967296}`, `{"kind":"accept","id":1,"at":0}`,
		`{"kind":"accept","id":1,"at":null}`, `{"kind":"accept","id":1,"at":104857600}`,
		`{"kind":"chat","text":"\ud800"}`, `{"__proto__":1,"kind":"bye"}`, "\ufeff" +
			`{"kind":"bye"}`, ` {"kind":"bye"} `,
		`{"kind":"state","microphone":1,"camera":false}`,
		`{"kind":"state","microphone":true,"camera":true,"paused":""}`,
		`{"kind":"state","microphone":true,"camera":true,"share":""}`,
		`{"kind":"state","microphone":true,"camera":true,"pointing":false}`,
		`{"kind":"pointer","presenter":"CAkKCwwNDg8","x":10001,"y":0}`,
		`{"kind":"pointer","presenter":"CAkKCwwNDg8","x":-1,"y":0}`,
		`{"kind":"pointer","presenter":"CAkKCwwNDg8","x":0,"y":65537}`,
		`{"kind":"want","line":"camera","height":361,"rank":1}`,
		`{"kind":"want","line":"share","height":720,"rank":3}`,
		`{"kind":"want","line":"share","height":720,"rank":2,"limit":0}`,
		`{"kind":"bu\u0069ld","client":"native","build":""}`, `{"KIND":"bye","kind":"bye"}`,
	} {
		f.Add("pair", []byte(text))
	}
	f.Add("server", []byte(
		`{"kind":"welcome","sid":"AAECAwQFBgc","role":"host","seats":4,"away":false,"knockers":[]}`))
	f.Add("server", []byte(`{"kind":"incident","until":0,"reason":""}`))
	f.Add("server", []byte(`{"kind":"incident","until":-1}`))
	f.Add("server", []byte(`{"kind":"moved","expires":-1}`))
	f.Add("server", []byte(`{"kind":"moved","expires":1,"appointment":"`+
		strings.Repeat("A", 48)+`"}`))
	f.Add("client", []byte(`{"kind":"leave","keep":false}`))
	f.Add("client", []byte(`{"kind":"leave","keep":1}`))
	f.Add("client", []byte(`{"kind":"move","room":"`+strings.Repeat("A", 22)+
		`","lifetime":4294967296,"signature":"`+sig64+`"}`))
	n := readNegotiation(f)
	for _, c := range n.Candidates {
		f.Add("candidate", []byte(c.Text))
	}
	for _, c := range n.Descriptions {
		f.Add("description", []byte(c.SDP))
	}
	for _, c := range n.URLs {
		f.Add("relay", []byte(c.URL))
	}
	f.Fuzz(func(t *testing.T, what string, text []byte) {
		switch what {
		case "server", "client", "pair", "candidate", "description", "relay":
		default:
			return
		}
		theirs, err := web.takes(what, text)
		if err != nil {
			t.Fatal(err)
		}
		ours := plain(t, weTake(what, text))
		if ours == nil && theirs != nil && (notation.Match(text) || namesTwice(text)) {
			again, err := json.Marshal(theirs)
			if err != nil {
				t.Fatal(err)
			}
			ours = plain(t, weTake(what, again))
		}
		if !reflect.DeepEqual(ours, plain(t, theirs)) {
			t.Errorf("of the %s %q this client makes\n%v\nand the web client\n%v", what, text, ours,
				theirs)
		}
	})
}

// plain returns a value without what means the same as nothing: an empty text, a zero, a false.
func plain(t *testing.T, value any) (plain any) {
	written, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(written, &plain)
	}
	if err != nil {
		t.Fatal(err)
	}
	if fields, ok := plain.(map[string]any); ok {
		maps.DeleteFunc(fields, func(_ string, field any) bool {
			return field == "" ||
				field == 0.0 || field == false
		})
	}
	return plain
}

// namesTwice reports whether a name stands twice in some object of a text.
func namesTwice(text []byte) bool {
	value, halves := jsontext.Value(text), jsontext.AllowInvalidUTF8(true)
	return utf8.Valid(text) && !value.IsValid(halves) &&
		value.IsValid(halves, jsontext.AllowDuplicateNames(true))
}
