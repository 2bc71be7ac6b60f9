package router

import (
	"net/http"
	"path"
	"slices"
	"strings"

	"einmal/internal/lazyregexp"
)

var (
	// linkPart is what an address has that may have been a link, before programs damaged it.
	linkPart = lazyregexp.New(`[#%]|&num|(?i:[/?]1h?a[\w-]{2})|[\w-]{40}`)
	// fileName ends as files of programs do.
	fileName = lazyregexp.New(`\.[A-Za-z][A-Za-z0-9]{0,10}$`)
)

// isOthersFile says whether an address is clearly none that a damaged link leads to: the file of
// some other program, such as /wp-login.php, or a hidden one. The page does not stand there. At any
// other path it does, even at one word: a program may have put the path before the # of a link, and
// what follows a # is never seen here.
func isOthersFile(r *http.Request) bool {
	if linkPart().MatchString(r.URL.Path + "?" + r.URL.RawQuery) {
		return false
	}
	if strings.Contains(r.URL.Path, "/.") {
		return true
	}
	ending := fileName().FindString(path.Base(r.URL.Path))
	return ending != "" && !slices.Contains([]string{".html", ".htm"}, strings.ToLower(ending))
}
