package lookback_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"einmal/internal/lookback"
	"einmal/internal/server/servertest"
)

// post asks a real server by its own name, as a proxy would that says who comes.
func post(t *testing.T, s *servertest.Server, forwarded string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		"http://"+s.Address+lookback.Path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = s.Host()
	if forwarded != "" {
		request.Header.Set("X-Forwarded-For", forwarded)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(bytes.TrimSpace(text))
}

// TestOnlyWhoAsksIsLookedAt: the address is that of the connection, or what a trusted proxy says,
// and nothing that whoever asks can write.
func TestOnlyWhoAsksIsLookedAt(t *testing.T) {
	public := []string{"-look-back", "-public-url", "https://call.test", "-operator",
		"../../cmd/einmal/testdata/operator.conf", "-acme=false"}
	behind := []string{"-trusted-proxy", "127.0.0.1"}
	for name, test := range map[string]struct {
		flags           []string
		forwarded, want string
	}{
		"it is not offered": {nil, "", "not-found: "},
		"somebody writes a header": {[]string{"-look-back"}, "127.0.0.9",
			`{"kind":"seen","address":"127.0.0.1",`},
		"the proxy's word": {append([]string{"-look-back"}, behind...), "127.0.0.9",
			`{"kind":"seen","address":"127.0.0.9",`},
		"what somebody wrote before it": {append([]string{"-look-back"}, behind...),
			"127.0.0.8, 127.0.0.9", `{"kind":"seen","address":"127.0.0.9",`},
		"a local server, somebody else": {append([]string{"-look-back"}, behind...), "9.9.9.9",
			"not-public: "},
		"a public server, a private address": {append(public, behind...), "10.1.2.3",
			"not-public: "},
		"a public server, its own machine": {append(public, behind...), "127.0.0.9",
			"not-public: "},
		"a public server, somebody writes a header": {public, "9.9.9.9", "not-public: "},
	} {
		t.Run(name, func(t *testing.T) {
			s := servertest.Start(t, test.flags...)
			status, text := post(t, s, test.forwarded)
			if !strings.HasPrefix(text, test.want) {
				t.Errorf("%d %s", status, text)
			}
			if s.Log() != "" {
				t.Errorf("it logged %s", s.Log())
			}
		})
	}
}

// TestTheAnswerIsReadStrictly: what is said by somebody else is no look.
func TestTheAnswerIsReadStrictly(t *testing.T) {
	s := servertest.Start(t, "-look-back")
	seen, err := lookback.Ask(t.Context(), http.DefaultClient, s.Public)
	if err != nil || seen.Address != "127.0.0.1" {
		t.Fatalf("%v, %v", seen, err)
	}
	good, err := json.Marshal(struct {
		Kind string `json:"kind"`
		lookback.Seen
	}{"seen", seen})
	if err != nil {
		t.Fatal(err)
	}
	answer := string(good)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, answer)
	}))
	defer other.Close()
	if again, err := lookback.Ask(t.Context(), http.DefaultClient, other.URL); err != nil ||
		again != seen {
		t.Errorf("%v, %v", again, err)
	}
	for _, bad := range []string{"", servertest.Page, "{}", string(good) + "x",
		strings.Replace(string(good), "seen", "heard", 1),
		strings.Replace(string(good), `"udp":"`, `"udp":"x`, 1),
		strings.Replace(string(good), "127.0.0.1", "call.test", 1),
		strings.Replace(string(good), `"tcp"`, `"port":22,"tcp"`, 1),
		strings.Replace(string(good), `"tcp"`, `"tcp":"answers","tcp"`, 1)} {
		answer = bad
		refused := lookback.RefusedError{}
		if _, err := lookback.Ask(t.Context(), http.DefaultClient,
			other.URL); !errors.As(err, &refused) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
