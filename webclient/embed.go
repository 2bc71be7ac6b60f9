// Package webclient embeds the built web client and serves it.
//
// What it promises: the page is the same bytes for every room and every visitor, a GET changes nothing, no cookie is ever
// set, and every answer carries headers under which a browser runs nothing but what is embedded here. The handler holds
// no state; it may be used from any goroutine.
package webclient

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// A fresh clone has nothing but dist/.gitkeep, so that it compiles; `make build` fills it.
//
//go:embed all:dist
var dist embed.FS

// ErrMissing: the client was not built before the program was.
var ErrMissing = errors.New("the web client is not built in")

// The headers of every answer. Trusted types without any policy: no string ever becomes HTML or script.
// COOP and COEP isolate the page from other sites' windows and from shared memory.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; " +
		"img-src 'self' data: blob:; media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types 'none'",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           permissions("self", needed) + ", " + permissions("", refused),
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
}

const (
	needed  = "autoplay camera clipboard-write display-capture fullscreen microphone picture-in-picture screen-wake-lock speaker-selection"
	refused = "accelerometer clipboard-read encrypted-media gamepad geolocation gyroscope hid idle-detection " +
		"local-fonts magnetometer midi payment publickey-credentials-create publickey-credentials-get serial " +
		"storage-access sync-xhr usb window-management xr-spatial-tracking"
)

// permissions writes a list of features in the form of the Permissions-Policy header.
func permissions(allowed, features string) string {
	var policy []string
	for feature := range strings.FieldsSeq(features) {
		policy = append(policy, feature+"=("+allowed+")")
	}
	return strings.Join(policy, ", ")
}

// types is a table of our own, since Go's depends on files of the machine.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// worthZipping: what fits into one packet arrives no sooner if it is smaller.
const worthZipping = 1400

type file struct {
	body    []byte
	zipped  []byte // the body in gzip, or nil where that brings nothing
	kind    string // Content-Type
	caching string // Cache-Control
}

// newFile compresses once at the start: the client is served unminified, so that it can be read, and over a mobile
// network a fifth of it arrives sooner. What is sent is no secret, so its length tells nothing.
func newFile(name string, body []byte) (file, error) {
	f := file{body: body, kind: types[path.Ext(name)], caching: "no-store"}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if strings.HasPrefix(name, "assets/") { // their names carry a hash of what is in them
		f.caching = "public, max-age=31536000, immutable"
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(body); err != nil {
		return file{}, err
	}
	if err := w.Close(); err != nil {
		return file{}, err
	}
	if len(body) > worthZipping && zipped.Len() < len(body)*9/10 { // a picture is compressed already
		f.zipped = zipped.Bytes()
	}
	return f, nil
}

// Handler serves the page at / and its files. Errors: [ErrMissing].
func Handler() (http.Handler, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	return newHandler(built)
}

func newHandler(built fs.FS) (http.Handler, error) {
	files := map[string]file{}
	err := fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		body, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		files["/"+name], err = newFile(name, body)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	page, ok := files["/index.html"]
	if !ok {
		return nil, ErrMissing
	}
	delete(files, "/index.html") // the page has one address
	files["/"] = page
	return handler(files), nil
}

// handler maps the path of a request to its file.
type handler map[string]file

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := h[r.URL.Path]
	status := http.StatusOK
	switch {
	case !ok:
		status, f = http.StatusNotFound, problem("not-found: There is nothing at this address.\n")
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		status, f = http.StatusMethodNotAllowed, problem("method-not-allowed: This address can only be read.\n")
	}
	for name, value := range headers {
		w.Header().Set(name, value)
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", f.caching)
	body := f.body
	if f.zipped != nil {
		w.Header().Set("Vary", "Accept-Encoding")
		if takesGzip(r) {
			w.Header().Set("Content-Encoding", "gzip")
			body = f.zipped
		}
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) // for HEAD, net/http drops it; a reader who has gone needs no answer
}

// takesGzip looks for gzip among the codings (RFC 9110, 12.5.3). Whoever gives it a weight, perhaps none, does without.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return true
		}
	}
	return false
}

func problem(text string) file {
	return file{body: []byte(text), kind: types[".txt"], caching: "no-store"}
}
