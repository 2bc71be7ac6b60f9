package signal

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

func TestOnlyThePublicOriginMayOpenASocket(t *testing.T) {
	r := newTestServer(t)
	tests := []struct {
		name   string
		origin []string
		status int
	}{
		{"the public origin", []string{testOrigin}, http.StatusSwitchingProtocols},
		{"no origin", nil, http.StatusForbidden},
		{"an empty origin", []string{""}, http.StatusForbidden},
		{"an opaque origin", []string{"null"}, http.StatusForbidden},
		{"another host", []string{"https://evil.example"}, http.StatusForbidden},
		{"another scheme", []string{"http://einmal.example"}, http.StatusForbidden},
		{"another port", []string{testOrigin + ":8443"}, http.StatusForbidden},
		{"a slash at the end", []string{testOrigin + "/"}, http.StatusForbidden},
		{"another case", []string{"https://Einmal.example"}, http.StatusForbidden},
		{"a longer name", []string{testOrigin + ".evil.example"}, http.StatusForbidden},
		{"the default port written out", []string{testOrigin + ":443"}, http.StatusForbidden},
		{"a dot at the end", []string{testOrigin + "."}, http.StatusForbidden},
		{"a name in front", []string{"https://evil.einmal.example"}, http.StatusForbidden},
		{"a user in front", []string{"https://einmal.example@evil.example"}, http.StatusForbidden},
		{"a path behind", []string{testOrigin + "/signal"}, http.StatusForbidden},
		{"a space before", []string{" " + testOrigin + ",https://evil.example"},
			http.StatusForbidden},
		{"the scheme of the socket", []string{"wss://einmal.example"}, http.StatusForbidden},
		{"two origins", []string{testOrigin, testOrigin}, http.StatusForbidden},
	}
	for _, test := range tests {
		header := properHeader()
		header["Origin"] = test.origin
		ws, answer, err := r.request(header)
		if answer == nil || answer.StatusCode != test.status {
			t.Errorf("%s: got %v, %v", test.name, answer, err)
			continue
		}
		if err == nil {
			ws.Close()
			continue
		}
		body, _ := io.ReadAll(answer.Body)
		if string(body) != "bad-origin: This page may not use this server.\n" {
			t.Errorf("%s: the body is %q", test.name, body)
		}
	}
}

func TestTheSubprotocolIsRequired(t *testing.T) {
	r := newTestServer(t)
	for _, protocols := range [][]string{nil, {"einmal.2"}, {"einmal.10, chat"}} {
		header := http.Header{"Origin": {testOrigin}, "Sec-WebSocket-Protocol": protocols}
		if _, answer, _ := r.request(header); answer == nil ||
			answer.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: got %v", protocols, answer)
		}
	}
	header := http.Header{"Origin": {testOrigin}, "Sec-WebSocket-Protocol": {"einmal.2, einmal.1"}}
	ws, _, err := r.request(header)
	if err != nil || ws.Subprotocol() != protocol.Subprotocol {
		t.Fatalf("a list with it: %v", err)
	}
	ws.Close()
}

func TestWhatIsNoWebSocketIsRefused(t *testing.T) {
	r := newTestServer(t)
	request, err := http.NewRequest(http.MethodGet, "http"+strings.TrimPrefix(r.url, "ws"), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = properHeader()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("got %v", answer.Status)
	}
}

func TestNothingIsCompressed(t *testing.T) {
	r := newTestServer(t)
	dialer := websocket.Dialer{EnableCompression: true}
	ws, answer, err := dialer.Dial(r.url, properHeader())
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if extensions := answer.Header.Get("Sec-WebSocket-Extensions"); extensions != "" {
		t.Errorf("the server took up %q", extensions)
	}
}

func TestAHubThatClosesSaysGoodbyeAndTakesNobodyIn(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	idle := r.connect()
	r.hub.Close()
	for _, c := range []*client{host, guests[0], idle} {
		if got := expect[gotClose](c); got.status != websocket.CloseGoingAway {
			t.Errorf("closed with %+v", got)
		}
	}
	if p.gone() {
		t.Error("the room went with it")
	}
	late := r.connectSilent()
	if _, _, err := late.ws.ReadMessage(); err == nil {
		t.Error("a closed hub greets")
	}
	r.hub.Close() // a second time does nothing
}

func TestAHubClosesInTimeThoughSomebodyReadsNothing(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		stalled := r.stalledGuest(p, host, guests[0])
		host.frame(stalled.sid, "a write that gets stuck")
		host.quiet()
		start := time.Now()
		r.hub.Close()
		if took := time.Since(start); took > wsconn.CloseWait {
			t.Errorf("it took %v, want at most %v", took, wsconn.CloseWait)
		}
		if got := expect[gotClose](guests[0]); got.status != websocket.CloseGoingAway {
			t.Errorf("closed with %+v", got)
		}
	})
}

func TestAMistakeOfOursEndsOneConnectionOnly(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	store := r.hub.config.Store
	r.hub.config.Store = nil // makes every create panic
	unlucky := r.connect()
	unlucky.send(r.uncreatedRoom().createMessage(unlucky, 2, 60))
	unlucky.expectEnd(protocol.CodeInternal)
	r.hub.config.Store = store
	host.frame(guests[0].sid, "we go on")
	expect[gotFrame](guests[0])
	r.hub.Close()
	if want := "operation=\"handle a message\" error=panic"; !strings.Contains(r.log.String(),
		want) {
		t.Errorf("the hub logged %q, want %q", r.log, want)
	}
}
