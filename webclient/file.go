package webclient

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// types is our own table: Go's depends on files of the machine.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/vnd.microsoft.icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// worthZipping is about one packet: what fits into one arrives no sooner if it is smaller.
const worthZipping = 1400

type file struct {
	name    string        // in the build, such as "assets/call-x.js"
	plain   func() []byte // the body
	zipped  func() []byte // the body in gzip, or nil where that brings nothing
	brotli  func() []byte // the body in Brotli, from the build, or nil
	kind    string        // Content-Type
	caching string        // Cache-Control
}

// isDocument says whether a browser would show it as a page, in which scripts could run.
func (f file) isDocument() bool {
	return strings.HasPrefix(f.kind, "text/html") || f.kind == types[".svg"]
}

// encode gives the body in the best coding that the client takes, and the name of that coding.
// varies says whether another client gets another.
func (f file) encode(accepted string) (body []byte, coding string, varies bool) {
	if f.brotli != nil && takes(accepted, "br") {
		return f.brotli(), "br", true
	}
	zipped := f.zipped()
	if zipped != nil && takes(accepted, "gzip") {
		return zipped, "gzip", true
	}
	return f.plain(), "", f.brotli != nil || zipped != nil
}

// takes looks for a coding among those that a client accepts (RFC 9110, 12.5.3). One that gives it a
// weight, which may be zero, does not get it.
func takes(accepted, coding string) bool {
	for one := range strings.SplitSeq(accepted, ",") {
		if strings.EqualFold(strings.TrimSpace(one), coding) {
			return true
		}
	}
	return false
}

// newFile compresses the body once, at the first request for it. The client is served unminified,
// so that people can read it; compressed it is less than a third as long, which counts on a mobile
// network. What is sent is no secret, so its length gives nothing away.
func newFile(name string, read func() []byte) file {
	f := describe(name)
	f.plain = read
	f.zipped = sync.OnceValue(func() []byte { return compress(read()) })
	return f
}

// newPackedFile is a file that the build has compressed. Browsers take it as it is; for who does
// not, it is unpacked once and then kept, 10 MB for the whole client.
func newPackedFile(name string, packed func() []byte) file {
	f := describe(name)
	f.brotli = packed
	f.plain = sync.OnceValue(func() []byte { return unpack(packed()) })
	f.zipped = sync.OnceValue(func() []byte { return compress(unpack(packed())) })
	return f
}

func unpack(packed []byte) []byte {
	body, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	if err != nil { // the program itself is damaged
		panic(fmt.Errorf("web client: %w", err))
	}
	return body
}

func describe(name string) file {
	f := file{name: name, kind: types[path.Ext(name)], caching: "no-store"}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if strings.HasPrefix(name, "assets/") { // their names carry a hash of what is in them
		f.caching = "public, max-age=31536000, immutable"
	}
	return f
}

func compress(body []byte) []byte {
	if len(body) <= worthZipping {
		return nil
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write(body)
	// a picture is compressed already
	if err != nil || w.Close() != nil || zipped.Len() >= len(body)*9/10 {
		return nil
	}
	return zipped.Bytes()
}
