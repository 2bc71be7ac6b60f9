package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

const guestFragment = "#1AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"

// startCall runs einmal call with the link on its standard input, damaged as mail programs do it,
// until the test ends; the address to open, and its origin.
func startCall(t *testing.T, server string) (page, origin string) {
	t.Helper()
	command := exec.Command("einmal", "call", "-")
	command.Stdin = strings.NewReader("<" + server + "/%23" + guestFragment[1:] + ">.\n")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Signal(syscall.SIGINT)
		if err := command.Wait(); err != nil {
			t.Errorf("Ctrl-C: %v", err)
		}
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if page = strings.TrimSpace(lines.Text()); strings.HasPrefix(page, "http://127.0.0.1:") {
			origin, _, _ = strings.Cut(page, "/?")
			return page, origin
		}
	}
	t.Fatal("it names no address")
	return "", ""
}

// askFor asks for url under the Host and Origin that a browser would send; it follows no redirect.
func askFor(t *testing.T, url, host, origin string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	if origin != "" {
		request.Header.Set("Origin", origin)
		request.Header.Set("Connection", "Upgrade")
		request.Header.Set("Upgrade", "websocket")
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestCallServesThePageOfThisProgramAndPassesOnlyTheSignallingOn(t *testing.T) {
	p := servertest.Start(t)
	page, origin := startCall(t, p.Public)
	if want := origin + "/?at=" + p.Public + guestFragment; page != want {
		t.Fatalf("the address is %q, not %q", page, want)
	}
	host := strings.TrimPrefix(origin, "http://")
	for name, test := range map[string]struct {
		path, host, origin string
		status             int
		body               string
	}{
		"the page":                      {"/?at=" + p.Public, host, "", 200, servertest.Page},
		"a script":                      {servertest.AssetPath, host, "", 200, servertest.Asset},
		"the page that names no server": {"/", host, "", 307, "other-address: "},
		"the page that names another": {"/?at=https://evil.example", host, "", 307,
			"other-address: "},
		"one more before it, for a browser alone": {"/?at=https://evil.example;&at=" +
			p.Public, host, "", 307, "other-address: "},
		"one more that only a browser can decode": {"/?at=https://evil.example%zz&at=" +
			p.Public, host, "", 307, "other-address: "},
		"one more behind it": {"/?at=" + p.Public +
			"&at=https://evil.example", host, "", 307, "other-address: "},
		"one more whose name is escaped": {"/?%61t=https://evil.example&at=" +
			p.Public, host, "", 307, "other-address: "},
		"the page for whoever looks for a fault": {"/?at=" + p.Public +
			"&debug", host, "", 200, servertest.Page},
		"the same as a browser may write it": {"/?at=" + url.QueryEscape(p.Public) +
			"&debug=", host, "", 307, "other-address: This is at " + origin + "/?at=" + p.Public +
			"&debug."},
		"the privacy notice, at home": {"/privacy?lang=de", host, "", 307,
			"other-address: This is at " + p.Public + "/privacy?lang=de."},
		"what anybody may know of the server": {"/about.json", host, "", 200,
			`{"create":"local","lifetime":7776000,"relay":["turn:`},
		"another name for this machine": {"/", "evil.example", "", 421, "other-host: "},
		"localhost, which may be another": {"/", strings.Replace(host, "127.0.0.1", "localhost", 1),
			"", 421, "other-host: "},
		"the signalling without origin": {"/signal", host, "", 403, "bad-origin: "},
		"the signalling for another site": {"/signal", host, "https://evil.example", 403,
			"bad-origin: "},
		"the signalling for the server": {"/signal", host, p.Public, 403, "bad-origin: "},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := askFor(t, origin+test.path, test.host, test.origin)
			if answer.StatusCode != test.status || !strings.HasPrefix(body, test.body) {
				t.Errorf("status %d, %q", answer.StatusCode, body)
			}
			if answer.Header.Get("Content-Security-Policy") == "" {
				t.Error("no policy")
			}
		})
	}
	if message, err := challenge(origin); err != nil ||
		!strings.HasPrefix(message, `{"kind":"challenge"`) {
		t.Errorf("%q, %v", message, err)
	}
}

// challenge opens the WebSocket as the page does, and reads what the server says first.
func challenge(origin string) (string, error) {
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"}}
	ws, _, err := dialer.Dial(strings.Replace(origin, "http", "ws", 1)+
		"/signal", http.Header{"Origin": {origin}})
	if err != nil {
		return "", err
	}
	defer ws.Close()
	_, message, err := ws.ReadMessage()
	return string(message), err
}

func TestCallLetsNothingElseOfTheServerIn(t *testing.T) {
	asked := make(chan http.Header, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Header.Clone()
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<script>alert(1)</script>")
	}))
	defer server.Close()
	_, origin := startCall(t, server.URL)
	request, err := http.NewRequestWithContext(context.Background(), "GET", origin+"/signal", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Origin": origin, "Connection": "Upgrade",
		"Upgrade": "websocket", "Cookie": "a=b",
		"User-Agent": "x", "Accept-Language": "de"} {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusBadGateway ||
		!strings.HasPrefix(string(body), "server-unreachable: ") {
		t.Errorf("status %d, %q", answer.StatusCode, body)
	}
	if answer.Header.Get("Set-Cookie") != "" ||
		answer.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("headers %v", answer.Header)
	}
	sent := <-asked
	for _, name := range []string{"Cookie", "User-Agent", "Accept-Language", "X-Forwarded-For",
		"Forwarded"} {
		if sent.Get(name) != "" {
			t.Errorf("the server got %s: %s", name, sent.Get(name))
		}
	}
	if sent.Get("Origin") != server.URL {
		t.Errorf("the origin is %q", sent.Get("Origin"))
	}
}

// TestCallPassesOnWhatAServerSaysOfItself as JSON, and nothing else that it may answer.
func TestCallPassesOnWhatAServerSaysOfItself(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   int
	}{
		"what it may say": {200, `{"create":"open","lifetime":86400}`, 200},
		"a page":          {200, "<script>alert(1)</script>", 404},
		"no such path":    {404, `{}`, 404},
		"elsewhere":       {302, `{}`, 404},
		"too much":        {200, `"` + strings.Repeat("x", maxAbout) + `"`, 404},
		"a proxy's error": {503, `{}`, 502},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
				r *http.Request) {
				if r.URL.Path != "/about.json" || len(r.Header) > 0 {
					t.Errorf("it is asked for %s with %v", r.URL.Path, r.Header)
				}
				w.Header().Set("Set-Cookie", "a=b")
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			}))
			defer server.Close()
			_, origin := startCall(t, server.URL)
			answer, body := askFor(t, origin+"/about.json", strings.TrimPrefix(origin, "http://"),
				"")
			if answer.StatusCode != test.want || (body == test.body) != (test.want == 200) {
				t.Errorf("status %d, %.60q", answer.StatusCode, body)
			}
			if h := answer.Header; h.Get("Set-Cookie") != "" || h.Get("Content-Type") ==
				"text/html" || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", h)
			}
		})
	}
}
