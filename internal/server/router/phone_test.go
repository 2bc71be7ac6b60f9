package router_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"einmal/internal/server/router"
)

func TestWhatIsForATelephoneIsCarriedAndBounded(t *testing.T) {
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header["X-Forwarded-For"])+len(r.Header["Cookie"])+len(r.Header["Referer"]) > 0 {
			t.Error("the gateway learns who asks")
		}
		io.WriteString(w, r.Method+" ")
		io.Copy(w, r.Body)
	}))
	defer gateway.Close()
	p := router.NewPhone(netip.MustParseAddrPort(strings.TrimPrefix(gateway.URL, "http://")))
	ask := func(method, from, body string) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, "/phone", strings.NewReader(body))
		r.RemoteAddr = from
		r.Header.Set("Cookie", "x")
		p.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	if code, text := ask("POST", "192.0.2.1:1", "sealed"); code != 200 || text != "POST sealed" {
		t.Errorf("%d %q", code, text)
	}
	if code, _ := ask("POST", "192.0.2.1:1", strings.Repeat("x", 1025)); code != 413 {
		t.Errorf("something long: %d", code)
	}
	if code, _ := ask("PUT", "192.0.2.1:1", ""); code != 405 {
		t.Errorf("PUT: %d", code)
	}
	for n := range 59 {
		if code, _ := ask("GET", "192.0.2.1:2", ""); code != 200 {
			t.Fatalf("%d: %d", n, code)
		}
	}
	if code, _ := ask("GET", "192.0.2.1:3", ""); code != 429 {
		t.Errorf("one more: %d", code)
	}
	if code, _ := ask("GET", "192.0.2.2:3", ""); code != 200 {
		t.Errorf("somebody else: %d", code)
	}
	for n := range 20 { // who sends slowly keeps nobody waiting
		body, unsent := io.Pipe()
		defer unsent.Close()
		r := httptest.NewRequest("POST", "/phone", body)
		r.RemoteAddr = "192.0.2.3:1"
		go p.ServeHTTP(httptest.NewRecorder(), r)
		unsent.Write([]byte{byte(n)}) // now it is read
	}
	if code, _ := ask("GET", "192.0.2.2:3", ""); code != 200 {
		t.Errorf("while others send slowly: %d", code)
	}
	gateway.Close()
	if code, text := ask("GET", "192.0.2.2:3", ""); code != 502 || !strings.HasPrefix(text, "no-gateway") {
		t.Errorf("without a gateway: %d %q", code, text)
	}
}
