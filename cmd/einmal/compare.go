package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"einmal/internal/lazyregexp"
)

// transported are headers that belong to the way and not to the client: a proxy may add or change
// them, and none of them makes a browser run or send anything. Etag and Last-Modified are not among
// them, which a browser keeps and sends again: a value of its own for each visitor would tell who
// comes back.
var transported = []string{
	"Accept-Ranges", "Age", "Connection", "Content-Encoding", "Content-Length", "Date",
	"Keep-Alive",
	"Server", "Strict-Transport-Security", "Transfer-Encoding", "Vary", "Via",
}

// judgedHeaders are the headers that have to be exactly ours. Sorted.
func (a answer) judgedHeaders() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.header)), func(name string) bool {
		return slices.Contains(transported, name) || name == "Alt-Svc" && a.staysHere()
	})
}

// sameHost is an alternative of Alt-Svc (RFC 7838) with a port and no host.
var sameHost = lazyregexp.New(`^\s*[A-Za-z0-9%-]+="(:[0-9]+)"\s*(;[^,"]*)?$`)

// staysHere says whether Alt-Svc sends browsers to no other host: proxies announce HTTP/3 on their
// own with it.
func (a answer) staysHere() bool {
	for _, value := range a.header.Values("Alt-Svc") {
		for alternative := range strings.SplitSeq(value, ",") {
			if strings.TrimSpace(alternative) != "clear" && !sameHost().MatchString(alternative) {
				return false
			}
		}
	}
	return true
}

// addCompared notes how got differs from want.
func (r *verifyReport) addCompared(path string, want, got answer) {
	if got.status >= 300 && got.status < 400 {
		r.addDifference(path, "redirect", fmt.Sprintf("it redirects to %q, which was not followed",
			got.header.Get("Location")))
		return
	}
	if got.status != want.status {
		code := "status"
		if want.status == http.StatusOK && got.status == http.StatusNotFound {
			code = "missing"
		}
		r.addDifference(path, code, fmt.Sprintf("status %d instead of %d", got.status, want.status))
	}
	if got.status == want.status && !bytes.Equal(got.body, want.body) {
		r.addDifference(path, "content", fmt.Sprintf("other content: %d bytes with SHA-256 %x "+
			"instead of %d bytes",
			len(got.body), sha256.Sum256(got.body), len(want.body)))
	}
	for _, name := range want.judgedHeaders() {
		switch have := got.header.Values(name); {
		case len(have) == 0:
			r.addDifference(path, "header-missing", "the header "+name+" is missing")
		case !slices.Equal(have, want.header.Values(name)):
			r.addDifference(path, "header-differs", fmt.Sprintf("the header %s is %q", name,
				strings.Join(have, " | ")))
		}
	}
	for _, name := range got.judgedHeaders() {
		if len(want.header.Values(name)) == 0 {
			r.addDifference(path, "header-extra", fmt.Sprintf("a header that this program does "+
				"not send: %s: %q", name, got.header.Get(name)))
		}
	}
}

// reference is an address in HTML or in an import map.
var reference = lazyregexp.New(
	`(?i)\b(?:src|href|action|data|srcset)\s*=\s*["']?([^"'\s>]+)|"((?:/|\./|\.\./|https?:)[^"]*)"\s*:`)

// addForeign names what the page refers to that is neither one of our files nor in our own page,
// which also leads to the operator's texts. It is a help for people: such a page differs anyway.
func (r *verifyReport) addForeign(page []byte, known []string) {
	for _, target := range referencesIn(page) {
		if !slices.Contains(known, target) {
			r.addDifference("/", "foreign", fmt.Sprintf("it refers to %q, which is no file of "+
				"this client", target))
		}
	}
}

func referencesIn(page []byte) (targets []string) {
	for _, found := range reference().FindAllSubmatch(page, -1) {
		targets = append(targets, string(found[1])+string(found[2]))
	}
	return targets
}
