package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"einmal/internal/notice"
	"einmal/internal/server/router"
	"einmal/internal/server/servertest"
)

// TestWhereNothingIsAPageSaysSo, but at each path to which a damaged link may lead the client
// stands: only it sees what follows a #, and can say what happened to the link.
func TestWhereNothingIsAPageSaysSo(t *testing.T) {
	p := servertest.Start(t)
	const body = "1AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
	for path, client := range map[string]bool{
		"/robots.php": false, "/wp-login.php": false, "/wp-login.php?lang=de": false,
		"/a/b.c/d.json": false, "/.env": false, "/.git/config": false, "/sw.js": false,
		"/.well-known/change-password": false, router.SecurityPath: false,
		"/sha1abcdef.map": false,

		"/nothing": true, "/room/": true, "/index.html": true, "/INDEX.HTM": true, "//": true,
		"/%20": true, "/1AAEC": true, "/" + body: true, "/%23" + body: true,
		"/%2523" + body + ".": true, "/" + body + ".Bis": true, "/%231A.php": true,
		"/x.php?" + body: true, "/x.php?%23": true, "/&num;1.php": true,
		"/c" + body + ".exe": true, "/1haaec.php": true, "/join/1AAECAw.txt": true,
	} {
		answer, text := servertest.Get(t, p.Public+path, func(r *http.Request) {
			r.Header.Set("Accept-Language", "de")
		})
		if isClient := text == servertest.Page; answer.StatusCode != http.StatusNotFound ||
			isClient != client {
			t.Errorf("%s: status %d, the client %v", path, answer.StatusCode, isClient)
		}
		if !client && (!strings.Contains(text, "<h1>Hier ist nichts</h1>") ||
			!strings.Contains(text, `href="/">Zur Startseite</a>`) ||
			answer.Header.Get("Content-Security-Policy") != notice.PagePolicy) {
			t.Errorf("%s: %v\n%s", path, answer.Header, text)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodHead} {
		answer, _ := servertest.Get(t, p.Public+"/wp-login.php",
			func(r *http.Request) { r.Method = method })
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", method, answer.StatusCode)
		}
	}
	if p.Log() != "" {
		t.Errorf("it logged %q", p.Log())
	}
}

func TestRobotsAreToldToStayAway(t *testing.T) {
	p := servertest.Start(t)
	answer, body := servertest.Get(t, p.Public+"/robots.txt", nil)
	if answer.StatusCode != http.StatusOK || body != "User-agent: *\nDisallow: /\n" ||
		answer.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("status %d, %v, %q", answer.StatusCode, answer.Header, body)
	}
}

// TestWhoFindsAHoleReadsWhomToTell: RFC 9116, and good for half a year from when it is read.
func TestWhoFindsAHoleReadsWhomToTell(t *testing.T) {
	p := servertest.Start(t, "-operator", operatorFile(t,
		"name = Weber\nemail = hilfe+call@call.example\n"))
	answer, body := servertest.Get(t, p.Public+router.SecurityPath, nil)
	said, end, ok := strings.Cut(body, "Expires: ")
	want := "Contact: mailto:hilfe+call@call.example\nPreferred-Languages: de, en\nCanonical: " +
		p.Public + "/.well-known/security.txt\n"
	if answer.StatusCode != http.StatusOK || said != want || !ok ||
		answer.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("status %d, %v, %q", answer.StatusCode, answer.Header, body)
	}
	expires, err := time.Parse(time.RFC3339, strings.TrimSuffix(end, "\n"))
	if left := time.Until(expires); err != nil || left < 170*24*time.Hour ||
		left > 365*24*time.Hour {
		t.Errorf("it expires at %q, %v", end, err)
	}
}
