package router

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"einmal/docs"
	"einmal/internal/notice"
)

// PagePaths are the documents that everybody may read.
var PagePaths = map[string]notice.Kind{"/privacy": notice.Privacy, "/imprint": notice.Imprint}

// ThreatModelPath is where the threat model can be read, as it stands in docs, for the notice
// refers to it.
const ThreatModelPath = "/threat-model"

// Pages serves the privacy notice and the imprint. They are drawn when the facts change, not when
// somebody asks. Before that they are empty.
type Pages struct {
	rendered atomic.Pointer[map[string][]byte]
} // by path and language

// Render draws all pages anew.
func (p *Pages) Render(facts notice.Facts) error {
	drawn := make(map[string][]byte)
	for path, kind := range PagePaths {
		for i, l := range notice.Languages {
			d, err := notice.Write(kind, l, facts)
			if err != nil {
				return err
			}
			other := notice.Languages[(i+1)%len(notice.Languages)]
			drawn[path+string(l)] = notice.Page(d, path, other)
		}
	}
	p.rendered.Store(&drawn)
	return nil
}

// ServeHTTP answers in the language of the query ?lang, else in the first that the browser wants
// and we have.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l := notice.Language(r.URL.Query().Get("lang"))
	if l != notice.German && l != notice.English {
		l = preferredLanguage(r.Header.Get("Accept-Language"))
	}
	h := w.Header()
	h.Set("Content-Security-Policy", notice.PagePolicy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store") // what runs now is what counts
	h.Set("Vary", "Accept-Language")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method-not-allowed: This address can only be read.",
			http.StatusMethodNotAllowed)
		return
	}
	var page []byte
	if rendered := p.rendered.Load(); rendered != nil {
		page = (*rendered)[r.URL.Path+string(l)]
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	if r.URL.Path == ThreatModelPath {
		page, l = docs.ThreatModel, notice.English
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Language", string(l))
	h.Set("Content-Length", strconv.Itoa(len(page)))
	w.Write(page) // for HEAD, net/http drops it; a reader who has gone needs no answer
}

// preferredLanguage reads Accept-Language (RFC 9110, 12.5.4). Browsers list languages from the
// dearest on, so their weights are read for nothing but a refusal.
func preferredLanguage(header string) notice.Language {
	for entry := range strings.SplitSeq(header, ",") {
		tag, weight, _ := strings.Cut(strings.TrimSpace(entry), ";")
		if strings.TrimSpace(weight) == "q=0" {
			continue
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if l := notice.Language(primary); l == notice.German || l == notice.English {
			return l
		}
	}
	return notice.English
}
