package door

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"einmal/internal/links"
)

const origin = "https://call.example"

var (
	now   = time.Unix(1_790_000_000, 0)
	oneID = base64.RawURLEncoding.EncodeToString(make([]byte, 16))
)

func newDoor(t *testing.T) *Door {
	t.Helper()
	key, err := LoadKey(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	return New(origin, "+49 30 1234", key)
}

func room(t *testing.T, origin string, kind links.Kind) links.Link {
	t.Helper()
	l, err := links.New(origin, kind)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func ask(t *testing.T, d *Door, request any) Reply {
	t.Helper()
	sealed, open, err := Ask(d.key.PublicKey(), request)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Answer(sealed, now)
	if err != nil || len(answer) != ReplySize+16 || len(sealed) != 32+RequestSize+16 {
		t.Fatalf("%d bytes are answered with %d: %v", len(sealed), len(answer), err)
	}
	r, err := open(answer)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func idOf(n byte) string {
	return base64.RawURLEncoding.EncodeToString(append(make([]byte, 15), n))
}

func TestAPINIsOfOneRoomUntilItIsEnded(t *testing.T) {
	d := newDoor(t)
	link := room(t, origin, links.Video).Guest()
	r := ask(t, d, NewOpen(oneID, link.String(), now.Add(time.Hour).Unix()))
	if r.Kind != "pin" || len(r.PIN) != 6 || r.Until != now.Add(time.Hour).Unix() {
		t.Fatalf("answered %+v", r)
	}
	if again := ask(t, d, NewOpen(oneID, link.String(), 0)); again.PIN != r.PIN {
		t.Errorf("said again, it is %+v", again)
	}
	if got, ok := d.LinkOf(r.PIN, now); !ok || got.Secret != link.Secret {
		t.Errorf("%v, %v", got.Kind, ok)
	}
	if _, ok := d.LinkOf(r.PIN, now.Add(time.Hour)); ok {
		t.Error("it holds longer than it should")
	}
	r = ask(t, d, NewOpen(oneID, link.String(), now.Add(48*time.Hour).Unix()))
	if r.Until != now.Add(maxLife).Unix() {
		t.Errorf("it is to hold until %d", r.Until)
	}
	if r := ask(t, d, NewEnd(idOf(9))); r.Code != codeUnknown {
		t.Errorf("somebody else ends it: %+v", r)
	}
	if r := ask(t, d, NewEnd(oneID)); r.Kind != "ended" {
		t.Errorf("ended with %+v", r)
	}
	if _, ok := d.LinkOf(r.PIN, now); ok {
		t.Error("it is not ended")
	}
	r = ask(t, d, NewOpen(oneID, link.String(), now.Add(time.Hour).Unix()))
	d.ForgetRoom(link)
	if _, ok := d.LinkOf(r.PIN, now); ok {
		t.Error("it has outlived its room")
	}
}

func TestWhatIsNotARoomHereGetsNoPIN(t *testing.T) {
	d := newDoor(t)
	good := room(t, origin, links.Audio)
	other := room(t, "https://other.example", links.Audio).Guest().String()
	chat := room(t, origin, links.Chat).Guest().String()
	until := now.Add(time.Hour).Unix()
	for name, c := range map[string]struct {
		request any
		code    string
	}{
		"another server": {NewOpen(oneID, other, until), codeLink},
		"a host's link":  {NewOpen(oneID, good.String(), until), codeLink},
		"no link":        {NewOpen(oneID, "https://call.example/", until), codeLink},
		"a short id":     {NewOpen("AAAA", good.Guest().String(), until), codeLink},
		"a chat":         {NewOpen(oneID, chat, until), codeSilent},
		"another kind":   {map[string]string{"kind": "call"}, codeBad},
		"a field more":   {map[string]string{"kind": "end", "id": oneID, "x": ""}, codeBad},
		"something long": {map[string]string{"kind": "end", "id": strings.Repeat("A", 400)}, codeUnknown},
	} {
		if r := ask(t, d, c.request); r.Kind != "error" || r.Code != c.code {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for n := range byte(perRoom + 1) {
		r := ask(t, d, NewOpen(idOf(n), good.Guest().String(), until))
		if isRefused := r.Code == codeFull; isRefused != (n == perRoom) {
			t.Errorf("PIN %d of a room: %+v", n, r)
		}
	}
	for len(d.pins) < maxPINs {
		d.pins[d.freePIN()] = &invitation{until: now.Add(time.Hour)}
	}
	if r := ask(t, d, NewOpen(idOf(99), room(t, origin, links.Audio).Guest().String(),
		until)); r.Code != codeFull {
		t.Errorf("one more than there may be: %+v", r)
	}
}

func TestTheDoorIsReachedByHTTP(t *testing.T) {
	d := newDoor(t)
	do := func(method string, body []byte) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(method, "/", bytes.NewReader(body)))
		return w
	}
	if w := do(http.MethodGet, nil); w.Code != 200 || w.Body.String() !=
		`{"number":"+49 30 1234","key":"`+d.Key()+`"}`+"\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	sealed, _, err := Ask(d.key.PublicKey(), NewEnd(oneID))
	if err != nil {
		t.Fatal(err)
	}
	if w := do(http.MethodPost, sealed); w.Code != 200 || w.Body.Len() != ReplySize+16 {
		t.Errorf("%d %d bytes", w.Code, w.Body.Len())
	}
	sealed[40] ^= 1
	for _, c := range []struct {
		method string
		body   []byte
		status int
	}{{http.MethodPost, sealed, 400}, {http.MethodPost, nil, 400},
		{http.MethodPost, make([]byte, 1025), 413}, {http.MethodPut, nil, 405}} {
		if w := do(c.method, c.body); w.Code != c.status {
			t.Errorf("%s of %d bytes: %d", c.method, len(c.body), w.Code)
		}
	}
}

func TestTheKeyStaysTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	one, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	two, err := LoadKey(file)
	if err != nil || !bytes.Equal(one.PublicKey().Bytes(), two.PublicKey().Bytes()) {
		t.Error("another key", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("others read it", err)
	}
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey(file); err == nil {
		t.Error("a broken file is a key")
	}
}

func FuzzAnswer(f *testing.F) {
	key, err := LoadKey(filepath.Join(f.TempDir(), "key"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"kind":"end","id":"` + oneID + `"}`))
	f.Add([]byte(`{"kind":"open","id":"","link":"https://call.example/#1","until":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d := New(origin, "", key)
		enc, sender, err := hpke.NewSender(key.PublicKey(), suite.kdf, suite.aead, []byte(info))
		if err != nil {
			t.Fatal(err)
		}
		ciphertext, err := sender.Seal(nil, pad(text, RequestSize))
		if err != nil {
			t.Fatal(err)
		}
		if answer, err := d.Answer(append(enc, ciphertext...), now); err != nil ||
			len(answer) != ReplySize+16 {
			t.Fatalf("%d bytes, %v", len(answer), err)
		}
		_, _ = d.Answer(text, now)
	})
}

// The vector is what the page makes (webclient/src/page/phonepin.test.ts).
func TestWhatThePageSealsIsOpened(t *testing.T) {
	text, err := os.ReadFile("../../../webclient/testdata/phone.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ Seed, Text, Sealed, Reply string }
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	decode := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	key, err := ecdh.X25519().NewPrivateKey(decode(v.Seed))
	if err != nil {
		t.Fatal(err)
	}
	private, err := hpke.NewDHKEMPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	sealed := decode(v.Sealed)
	r, err := hpke.NewRecipient(sealed[:32], private, suite.kdf, suite.aead, []byte(info))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := r.Open(nil, sealed[32:])
	secret, wrong := r.Export(replyLabel, replyKeySize)
	if err != nil || wrong != nil || string(opened) != v.Text || !bytes.Equal(secret, decode(v.Reply)) {
		t.Errorf("opened %q, %v, %v", opened, err, wrong)
	}
}
