package webclient

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// TestTheEmbeddedClientIsThatOfTheTree: built or not, the program says what it is.
func TestTheEmbeddedClientIsThatOfTheTree(t *testing.T) {
	page, err := os.ReadFile("dist/index.html")
	h, openErr := Open()
	if err != nil {
		if !errors.Is(openErr, ErrMissing) {
			t.Errorf("without a built client: %v", openErr)
		}
		return
	}
	if openErr != nil {
		t.Fatal(openErr)
	}
	thePageNamesEveryFile(t, h)
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	if answer.Body.String() != string(page) {
		t.Error("the page is not that of dist/index.html")
	}
	for _, f := range h.Files() {
		if made, err := os.ReadFile("dist/" + f.Name); err != nil || !bytes.Equal(f.Body, made) {
			t.Errorf("%s is not that of dist: %v", f.Name, err)
		}
	}
}

const mappedPage = `<!doctype html>
<meta name="einmal-build" content="` + "0123456789012345678901234567890123456789012345678901234567890123" + `">
<script type="importmap">{"integrity": {}}</script>
`

func TestThePolicyAllowsTheImportMapOfThePageAndNoOtherInlineScript(t *testing.T) {
	c, err := New(fstest.MapFS{"index.html": {Data: []byte(mappedPage)}})
	if err != nil {
		t.Fatal(err)
	}
	// printf '{"integrity": {}}' | openssl dgst -sha256 -binary | base64
	const want = "script-src 'self' 'sha256-cwfuvl0s3hpn3Sw1z+ifvvDVWMn3rVKL2ClMG/k9u4k='; "
	if policy := c.headers.document["Content-Security-Policy"]; !strings.Contains(policy, want) {
		t.Errorf("the policy is %s", policy)
	}
	if c.BuildHash() != "0123456789012345678901234567890123456789012345678901234567890123" {
		t.Errorf("the build is %q", c.BuildHash())
	}
}

// TestTheHashIsThatOfTheOutputOfSha256sum: cd dist && find * -type f | LC_ALL=C sort | xargs
// sha256sum | sha256sum.
func TestTheHashIsThatOfTheOutputOfSha256sum(t *testing.T) {
	c, err := New(fstest.MapFS{
		".gitkeep": {}, "b.svg": {Data: []byte("b\n")}, "index.html": {Data: []byte("i\n")},
		"assets/a.js": {Data: []byte("a\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "06a2fe954c5afb854ad5ddebf889a477f1c389ac34a824fba96aedbed2d0ced6"
	if got := c.FilesHash(); got != want {
		t.Errorf("the hash is %s", got)
	}
}

// thePageNamesEveryFile: whoever has checked the page has checked all. What blurs a background, or
// reads a PDF, is named by the file that loads it.
func thePageNamesEveryFile(t *testing.T, c *Client) {
	t.Helper()
	page := string(c.files["/"].plain())
	for address, f := range c.files {
		if strings.HasPrefix(address, "/assets/blurcore-") ||
			strings.HasPrefix(address, "/assets/pdf-") ||
			strings.HasPrefix(address, "/assets/later-") { // what few people need
			page += string(f.plain())
		}
	}
	rest := sha256.New()
	for _, f := range c.Files() {
		if f.Path == "/" {
			continue
		}
		fmt.Fprintf(rest, "%x  %s\n", sha256.Sum256(f.Body), f.Name)
		sum := sha256.Sum256(f.Body)
		if hash := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); strings.HasPrefix(f.Name,
			"assets/") && !strings.Contains(page, hash) {
			t.Errorf("the page does not name the hash of %s", f.Name)
		}
	}
	if build := fmt.Sprintf("%x", rest.Sum(nil)); c.BuildHash() != build {
		t.Errorf("the page names the build %q, not %s", c.BuildHash(), build)
	}
}

var exported = regexp.MustCompile(`(?m)^export (?:async )?(?:function|class) (\w+)`)

// TestTheClientCanBeRead: what is served has the names and the doc comments of the sources.
func TestTheClientCanBeRead(t *testing.T) {
	c, err := Open()
	if errors.Is(err, ErrMissing) {
		t.Skip("the client is not built")
	} else if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range c.Files() {
		all.Write(f.Body)
	}
	served, names, lost := all.String(), 0, 0
	sources, err := filepath.Glob("src/*/*.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(served, "// "+source+"\n") {
			continue // types alone, or for tests
		}
		for _, found := range exported.FindAllSubmatch(text, -1) {
			names++
			if name := string(found[1]); !strings.Contains(served, "function "+name+"(") &&
				!strings.Contains(served, "class "+name+" ") &&
				!strings.Contains(served, "var "+name+" = class") {
				lost++ // renamed, or used by tests alone
			}
		}
	}
	if names < 50 || lost > names/10 {
		t.Errorf("%d of %d names of functions and classes are not found again", lost, names)
	}
	if !strings.Contains(served, "The message never quotes the link: it is a secret. */") {
		t.Error("the doc comments are gone")
	}
}
