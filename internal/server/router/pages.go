package router

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"einmal/docs"
	"einmal/internal/notice"
)

// PagePaths are the documents that everybody may read.
var PagePaths = map[string]notice.Kind{"/privacy": notice.Privacy, "/imprint": notice.Imprint}

// ThreatModelPath is where the threat model can be read, as it stands in docs, for the notice
// refers to it.
const ThreatModelPath = "/threat-model"

// Pages serves what the server itself says: the privacy notice, the imprint, the threat model, and
// what is to be known before a room is made. A notice is drawn when somebody first asks for it: all
// of them took a third of a start. Before Render there are none.
type Pages struct {
	// RelayURLs is where members find the relay. Anybody may know it, to check before a call
	// whether their network lets it through; only members get a credential.
	RelayURLs []string

	drawn atomic.Pointer[map[place]page]
}

// place is where a page stands: at a path, and if there are several there, in a language.
type place struct {
	path     string
	language notice.Language
}

// page is what stands at a path.
type page struct {
	body        func() []byte
	contentType string
	language    notice.Language // none for what is no prose
}

// missing is in the place of the path for the page that says that there is nothing.
const missing = "missing"

const (
	htmlType = "text/html; charset=utf-8"
	textType = "text/plain; charset=utf-8"
	jsonType = "application/json"
)

// Render takes these facts for all pages from now on.
func (p *Pages) Render(facts notice.Facts) {
	drawn := map[place]page{
		{path: ThreatModelPath}: {always(docs.ThreatModel), textType, notice.English},
		{path: AboutPath}:       {always(drawAbout(facts, p.RelayURLs)), jsonType, ""},
		{path: "/robots.txt"}: {always([]byte("User-agent: *\nDisallow: /\n")), textType,
			""},
	}
	if facts.Operator.Email != "" {
		drawn[place{path: SecurityPath}] = page{always(drawSecurity(facts)), textType, ""}
	}
	kinds := maps.Clone(PagePaths)
	kinds[missing] = notice.Missing
	for path, kind := range kinds {
		for i, l := range notice.Languages {
			other := notice.Languages[(i+1)%len(notice.Languages)]
			drawn[place{path, l}] = page{sync.OnceValue(func() []byte {
				return drawNotice(kind, l, other, facts)
			}), htmlType, l}
		}
	}
	p.drawn.Store(&drawn)
}

func always(body []byte) func() []byte { return func() []byte { return body } }

func drawNotice(kind notice.Kind, l, other notice.Language, facts notice.Facts) []byte {
	d, err := notice.Write(kind, l, facts)
	if err != nil { // of our texts alone: what operators write stands within their lines
		panic(err)
	}
	return notice.Page(d, other)
}

// find gives the page at a path, in this language if there are several.
func (p *Pages) find(path string, l notice.Language) (found page, ok bool) {
	drawn := p.drawn.Load()
	if drawn == nil {
		return page{}, false
	}
	if found, ok = (*drawn)[place{path: path}]; !ok {
		found, ok = (*drawn)[place{path, l}]
	}
	return found, ok
}

// has says whether there is a page at this path.
func (p *Pages) has(path string) bool {
	_, ok := p.find(path, notice.English)
	return ok
}

// ServeHTTP answers in the language of the query ?lang, else in the first that the browser wants and
// we have; with status 404 where there is no page.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", notice.PagePolicy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store") // what runs now is what counts
	found, ok := p.find(r.URL.Path, languageOf(r))
	if ok && r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method-not-allowed: This address can only be read.",
			http.StatusMethodNotAllowed)
		return
	}
	status := http.StatusOK
	switch {
	case !ok:
		status = http.StatusNotFound
		found, _ = p.find(missing, languageOf(r))
	}
	body := found.body()
	if ok && r.URL.Path == SecurityPath {
		body = withExpiry(body, time.Now())
	}
	h.Set("Content-Type", found.contentType)
	h.Set("Vary", "Accept-Language")
	if found.language != "" {
		h.Set("Content-Language", string(found.language))
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) // for HEAD, net/http drops it; a reader who has gone needs no answer
}

// languageOf is what the reader wants, as far as we have it.
func languageOf(r *http.Request) notice.Language {
	l := notice.Language(r.URL.Query().Get("lang"))
	if l != notice.German && l != notice.English {
		l = preferredLanguage(r.Header.Get("Accept-Language"))
	}
	return l
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
