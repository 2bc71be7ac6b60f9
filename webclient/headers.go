package webclient

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// headers are those of every answer, by name.
type headers struct{ document, worker, reader, asset map[string]string }

func (h headers) of(f file) map[string]string {
	switch {
	case f.isDocument():
		return h.document
	case strings.HasPrefix(f.name, workerName):
		return h.worker
	case strings.HasPrefix(f.name, readerName):
		return h.reader
	}
	return h.asset
}

// The names of the two scripts that are workers begin so: the one that finds a person in a picture
// (webclient/segmenter.ts), and the one that reads a PDF (webclient/pdfworker.ts).
const (
	workerName = "assets/blurworker-"
	readerName = "assets/pdfworker-"
)

// headersFor returns the headers of what a browser shows as a page. With trusted types and no policy
// for them, no string ever becomes HTML or script. Under the Integrity-Policy no script runs whose
// hash the page does not name. COOP and COEP isolate the page from other sites' windows and from
// shared memory.
//
// What a page loads runs under the policies of that page. It has a policy of its own only for those
// who would run it as something else: nothing may be loaded by it, and no page of others may take
// it (docs/adr/0035).
//
// A worker runs under its own policies. There are two, and neither may load anything or connect to
// anything. The one that blurs may compile WebAssembly, which the page may not (docs/adr/0042); the
// one that reads a PDF may not even that (docs/adr/0054). The page can make no other: trusted types
// give it a policy for each, which knows one address.
func headersFor(page []byte) headers {
	return headers{worker: map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'wasm-unsafe-eval'; " +
			"frame-ancestors 'none'",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Content-Type-Options":       "nosniff",
	}, reader: map[string]string{
		"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Content-Type-Options":       "nosniff",
	}, asset: map[string]string{
		"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Content-Type-Options":       "nosniff",
	}, document: map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'" + inlineHashes(page) +
			"; worker-src 'self'; " +
			"style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; " +
			"font-src 'self'; " +
			"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
			"frame-ancestors 'none'; " +
			"require-trusted-types-for 'script'; trusted-types einmal-worker einmal-pdf",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Integrity-Policy":             "blocked-destinations=(script)",
		"Permissions-Policy": permissions("self", needed) + ", " +
			permissions("", refused),
		"Referrer-Policy":        "no-referrer",
		"X-Content-Type-Options": "nosniff",
	}}
}

// inlineHashes allows exactly the bytes of the page's import map (CSP level 3, 2.3.1). That is the
// only inline script: it names the hash of every module, and browsers accept an import map from
// nowhere else.
func inlineHashes(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte(`<script type="importmap">`))
	importMap, _, found := bytes.Cut(rest, []byte("</script>"))
	if !found {
		return ""
	}
	sum := sha256.Sum256(importMap)
	return " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// What the page uses (see TestThePageMayDoWhatItUses), and what it does not.
const (
	needed = "autoplay camera clipboard-write display-capture fullscreen microphone " +
		"picture-in-picture screen-wake-lock speaker-selection"
	refused = "accelerometer clipboard-read encrypted-media gamepad " +
		"geolocation gyroscope hid " +
		"idle-detection local-fonts magnetometer midi payment " +
		"publickey-credentials-create " +
		"publickey-credentials-get serial storage-access sync-xhr usb " +
		"window-management xr-spatial-tracking"
)

// permissions writes a list of features in the form of the Permissions-Policy header.
func permissions(allowed, features string) string {
	var policy []string
	for feature := range strings.FieldsSeq(features) {
		policy = append(policy, feature+"=("+allowed+")")
	}
	return strings.Join(policy, ", ")
}
