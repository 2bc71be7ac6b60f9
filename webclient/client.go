package webclient

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// Client is the embedded client. It holds no state; it may be used from any goroutine.
type Client struct {
	files   map[string]file // by path
	headers headers
}

// File is one file of the client.
type File struct {
	Name string // in the build, such as "assets/call-x.js"; the page is "index.html"
	Path string // under which it is served
	Body []byte
}

// Files returns all files, sorted by name.
func (c *Client) Files() []File {
	var list []File
	for address, f := range c.files {
		list = append(list, File{f.name, address, f.plain()})
	}
	// Not by package slices, which would compile all of its sorting once more, for this type.
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// FilesHash returns the hash of the whole client in hex: SHA-256 over what `sha256sum` prints for
// all its files, sorted by name. docs/verify.md says how to repeat it by hand.
func (c *Client) FilesHash() string {
	all := sha256.New()
	for _, f := range c.Files() {
		fmt.Fprintf(all, "%x  %s\n", sha256.Sum256(f.Body), f.Name)
	}
	return fmt.Sprintf("%x", all.Sum(nil))
}

const assetPath = "/assets/"

const buildMeta = `<meta name="einmal-build" content="([0-9a-f]{64})">`

// BuildHash returns the hash that the page carries and that clients tell each other: the hash of
// all files except the page, in hex. It is empty for a page without one.
func (c *Client) BuildHash() string {
	if found := regexp.MustCompile(buildMeta).FindSubmatch(c.files["/"].plain()); found != nil {
		return string(found[1])
	}
	return ""
}

// Has says whether this path is the client's alone: that of the page or a file, or under assetPath.
// At any other ServeHTTP serves the page too.
func (c *Client) Has(path string) bool {
	_, ok := c.files[path]
	return ok || strings.HasPrefix(path, assetPath)
}

// ServeHTTP serves the page at / and the files under their paths. For any other path it serves the
// page too, with status 404: programs that damage links ask for such paths (/%231…), and the page
// says what happened in the person's language. Only pages ask for paths under assetPath, and what
// they ask for cannot be the page.
func (c *Client) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := c.files[r.URL.Path]
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	status := http.StatusOK
	switch {
	case !ok && reads && !strings.HasPrefix(r.URL.Path, assetPath):
		status, f = http.StatusNotFound, c.files["/"]
	case !ok:
		status, f = http.StatusNotFound, problem("not-found: There is nothing at this address.\n")
	case !reads:
		w.Header().Set("Allow", "GET, HEAD")
		status, f = http.StatusMethodNotAllowed, problem("method-not-allowed: This address can "+
			"only be read.\n")
	}
	h := w.Header()
	for name, value := range c.headers.of(f) {
		h.Set(name, value)
	}
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", f.caching)
	body, coding, varies := f.encode(r.Header.Get("Accept-Encoding"))
	if varies {
		h.Set("Vary", "Accept-Encoding")
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) // for HEAD, net/http drops it; a reader that has gone needs no answer
}

func problem(text string) file {
	return newFile("problem.txt", func() []byte { return []byte(text) })
}
