package webclient

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	".gitkeep":           {},
	"index.html":         {Data: []byte("<!doctype html>\n")},
	"favicon.svg":        {Data: []byte("<svg/>")},
	"favicon.ico":        {Data: []byte{0, 0, 1, 0}},
	"einmal.webmanifest": {Data: []byte("{}\n")},
	"assets/main-1a.js":  {Data: []byte("export {}\n")},
	"assets/x-1b.css":    {Data: []byte("a{}")},

	"assets/blurworker-1f.js": {Data: []byte("serve(self)\n")},
	"assets/pdfworker-1g.js":  {Data: []byte("read(self)\n")},
	"assets/x-1c.bin":         {Data: []byte{0}},
	"assets/large-1d.js":      {Data: bytes.Repeat([]byte("export {};\n"), 1000)},
	"assets/noise-1e.png":     {Data: noise()},
}

func noise() []byte {
	b := make([]byte, 4000)
	rand.Read(b)
	return b
}

func serve(t *testing.T) *httptest.Server {
	t.Helper()
	h, err := New(built)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func ask(t *testing.T, method, url string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
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

func TestWhatIsServedWhere(t *testing.T) {
	s := serve(t)
	const page, html, text = "<!doctype html>\n", "text/html; charset=utf-8", "text/plain; charset=utf-8"
	const forever = "public, max-age=31536000, immutable"
	const nothing, readOnly = "not-found: There is nothing at this address.\n", "method-not-allowed: This address can only be read.\n"
	for name, test := range map[string]struct {
		method, path        string
		status              int
		kind, caching, body string
	}{
		"the page": {"GET", "/", 200, html, "no-store", page},
		"the page, whatever the query": {"GET", "/?room=1&x", 200, html, "no-store",
			page},
		"the head of the page": {"HEAD", "/", 200, html, "no-store", ""},
		"a script, for good": {"GET", "/assets/main-1a.js", 200,
			"text/javascript; charset=utf-8", forever, "export {}\n"},
		"a style, for good": {"GET", "/assets/x-1b.css", 200,
			"text/css; charset=utf-8", forever, "a{}"},
		"a file of a kind we do not know": {"GET", "/assets/x-1c.bin", 200,
			"application/octet-stream", forever, "\x00"},
		"a file without a hash, not kept": {"GET", "/favicon.svg", 200, "image/svg+xml",
			"no-store", "<svg/>"},
		"what a tab shows, as pixels": {"GET", "/favicon.ico", 200, "image/vnd.microsoft.icon",
			"no-store", "\x00\x00\x01\x00"},
		"what a home screen wants to know": {"GET", "/einmal.webmanifest", 200,
			"application/manifest+json", "no-store", "{}\n"},
		"the page has one address": {"GET", "/index.html", 404, html, "no-store",
			page},
		"what keeps the folder is not served": {"GET", "/.gitkeep", 404, html, "no-store",
			page},
		"no folder is listed": {"GET", "/assets/", 404, text, "no-store",
			nothing},
		"no asset of another build": {"GET", "/assets/main-0.js", 404, text,
			"no-store", nothing},
		"no way out of the folder": {"GET", "/assets/../embed.go", 404, text,
			"no-store", nothing},
		"nor in another spelling": {"GET", "/%2e%2e/embed.go", 404, html,
			"no-store", page},
		"the page for a link with its # escaped": {"GET",
			"/%231AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g", 404, html, "no-store", page},
		"the page for a link without its #": {"GET",
			"/cAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", 404, html, "no-store", page},
		"its head":               {"HEAD", "/nothing", 404, html, "no-store", ""},
		"the page takes nothing": {"POST", "/", 405, text, "no-store", readOnly},
		"an asset takes nothing": {"DELETE", "/assets/main-1a.js", 405, text,
			"no-store", readOnly},
		"where nothing is, no method makes a file": {"PUT", "/new", 404, text, "no-store", nothing},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := ask(t, test.method, s.URL+test.path)
			if answer.StatusCode != test.status || body != test.body {
				t.Errorf("status %d, %q", answer.StatusCode, body)
			}
			if kind := answer.Header.Get("Content-Type"); kind != test.kind {
				t.Errorf("content type %q", kind)
			}
			if caching := answer.Header.Get("Cache-Control"); caching != test.caching {
				t.Errorf("cache control %q", caching)
			}
			if allow := answer.Header.Get("Allow"); (allow == "GET, HEAD") != (test.status == 405) {
				t.Errorf("allow %q", allow)
			}
		})
	}
}

func TestEveryPageCarriesTheStrictHeaders(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/", "/favicon.svg", "/nothing"} {
		answer, _ := ask(t, "GET", s.URL+path)
		for name, part := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; ",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Embedder-Policy": "require-corp",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "autoplay=(self), camera=(self), ",
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
		} {
			if got := answer.Header.Get(name); !strings.HasPrefix(got, part) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		policy := answer.Header.Get("Content-Security-Policy")
		for _, part := range []string{"frame-ancestors 'none'", "base-uri 'none'",
			"form-action 'none'", "trusted-types einmal-worker einmal-pdf"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: no %s", path, part)
			}
		}
		if strings.Contains(policy, "unsafe") ||
			!strings.Contains(answer.Header.Get("Permissions-Policy"), "geolocation=()") {
			t.Errorf("%s: the page may do more than it needs", path)
		}
		if len(answer.Cookies()) > 0 {
			t.Errorf("%s: a cookie", path)
		}
	}
}

// TestWhatAPageLoadsIsNothingByItself: no page of others can take it, and opened as a page or run as a
// worker it may load nothing.
func TestWhatAPageLoadsIsNothingByItself(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/assets/main-1a.js", "/assets/x-1b.css", "/favicon.ico",
		"/assets/none-1.js"} {
		answer, _ := ask(t, "GET", s.URL+path)
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "same-origin",
			"X-Content-Type-Options":       "nosniff",
			"Permissions-Policy":           "",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

// TestTheWorkerMayCompileAndNothingElse: it alone may run WebAssembly; it may load nothing and talk to
// nobody, and no string becomes a script in it.
func TestTheWorkerMayCompileAndNothingElse(t *testing.T) {
	s := serve(t)
	answer, _ := ask(t, "GET", s.URL+"/assets/blurworker-1f.js")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'wasm-unsafe-eval'; " +
			"frame-ancestors 'none'",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Content-Type-Options":       "nosniff",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// TestTheReaderOfPDFsMayDoNothing: it may not even compile.
func TestTheReaderOfPDFsMayDoNothing(t *testing.T) {
	s := serve(t)
	answer, _ := ask(t, "GET", s.URL+"/assets/pdfworker-1g.js")
	for name, want := range map[string]string{
		"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Content-Type-Options":       "nosniff",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// TestThePageMayDoWhatItUses: each feature that is allowed stands in the source, by the call that
// it is for.
func TestThePageMayDoWhatItUses(t *testing.T) {
	calls := map[string]string{
		"autoplay": " autoplay", "camera": "getUserMedia(", "microphone": "getUserMedia(",
		"clipboard-write":  "clipboard.writeText(",
		"screen-wake-lock": "wakeLock.request(", "display-capture": "getDisplayMedia(",
		"fullscreen":         "requestFullscreen(",
		"picture-in-picture": "requestPictureInPicture(", "speaker-selection": "setSinkId(",
	}
	var source strings.Builder
	err := filepath.WalkDir("src", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, ".test.") ||
			strings.Contains(path, "testing") {
			return err
		}
		text, err := os.ReadFile(path)
		source.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for feature, call := range calls {
		allowed := slices.Contains(strings.Fields(needed), feature)
		if uses := strings.Contains(source.String(), call); uses != allowed {
			t.Errorf("%s is used: %v, allowed: %v", feature, uses, allowed)
		}
		if refuses := slices.Contains(strings.Fields(refused), feature); refuses == allowed {
			t.Errorf("%s is allowed: %v, refused: %v", feature, allowed, refuses)
		}
	}
	for feature := range strings.FieldsSeq(needed) {
		if calls[feature] == "" {
			t.Errorf("%s is allowed, and this test does not know what for", feature)
		}
	}
}

func TestWithoutAPageThereIsNoClient(t *testing.T) {
	if _, err := New(fstest.MapFS{".gitkeep": {}, "assets/main-1a.js": {}}); !errors.Is(err,
		ErrMissing) {
		t.Errorf("got %v", err)
	}
}

// TestAnUnknownPathGetsThePage: the same bytes under the same headers, so that it can tell the
// person what is wrong.
func TestAnUnknownPathGetsThePage(t *testing.T) {
	s := serve(t)
	page, pageBody := ask(t, "GET", s.URL+"/")
	page.Header.Del("Date")
	for _, path := range []string{"/nothing", "/%231AAEC", "/1AAEC", "/room/", "/index.html",
		"//"} {
		answer, body := ask(t, "GET", s.URL+path)
		answer.Header.Del("Date")
		if answer.StatusCode != http.StatusNotFound || body != pageBody ||
			!maps.EqualFunc(answer.Header, page.Header, slices.Equal) {
			t.Errorf("%s: status %d, %v", path, answer.StatusCode, answer.Header)
		}
	}
}
