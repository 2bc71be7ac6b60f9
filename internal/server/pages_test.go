package server_test

import (
	"net/http"
	"strings"
	"testing"

	"einmal/docs"
	"einmal/internal/notice"
	"einmal/internal/server/router"
	"einmal/internal/server/servertest"
)

func TestThePagesAreServed(t *testing.T) {
	p := servertest.Start(t)
	for name, test := range map[string]struct{ path, accept, language, title string }{
		"as the query says": {"/privacy?lang=de", "en", "de", "Datenschutzhinweis"},
		"as the browser says": {"/privacy", "fr, de-AT;q=0.9, en;q=0.8", "de",
			"Datenschutzhinweis"},
		"not what the browser refuses": {"/privacy", "de;q=0, en", "en", "Privacy notice"},
		"in English to others":         {"/imprint", "fr", "en", "Imprint"},
		"in no language there is not":  {"/imprint?lang=../x", "de", "de", "Impressum"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := servertest.Get(t, p.Public+test.path,
				func(r *http.Request) { r.Header.Set("Accept-Language", test.accept) })
			h := answer.Header
			if answer.StatusCode != http.StatusOK || h.Get("Content-Language") != test.language ||
				!strings.Contains(body, "<h1>"+test.title+"</h1>") {
				t.Errorf("status %d, language %s", answer.StatusCode, h.Get("Content-Language"))
			}
			if h.Get("Content-Security-Policy") != notice.PagePolicy ||
				h.Get("Cache-Control") != "no-store" || len(answer.Cookies()) > 0 {
				t.Errorf("headers %v", h)
			}
		})
	}
	_, body := servertest.Get(t, p.Public+"/privacy?lang=en", nil)
	if link := p.Public + router.ThreatModelPath; !strings.Contains(body, link) {
		t.Errorf("the notice does not refer to %s", router.ThreatModelPath)
	}
	answer, model := servertest.Get(t, p.Public+router.ThreatModelPath, nil)
	if model != string(docs.ThreatModel) ||
		answer.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("the threat model: status %d, %v", answer.StatusCode, answer.Header)
	}
	for _, path := range []string{"/privacyde", "/imprinten", "/privacy/de"} {
		answer, body := servertest.Get(t, p.Public+path, nil)
		if strings.Contains(body, "<h1>") || answer.Header.Get("Content-Language") != "" {
			t.Errorf("%s: status %d, language %q", path, answer.StatusCode,
				answer.Header.Get("Content-Language"))
		}
	}
	answer, _ = servertest.Get(t, p.Public+"/privacy",
		func(r *http.Request) { r.Method = http.MethodPost })
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", answer.StatusCode)
	}
	answer, _ = servertest.Get(t, "http://"+p.Address+"/privacy", nil)
	if answer.StatusCode != http.StatusPermanentRedirect {
		t.Errorf("another host: status %d", answer.StatusCode)
	}
}
