package archtest

import (
	"path"
	"regexp"
	"strings"
	"testing"
)

// webFloors says for each folder of webclient/src which others it may import. Imports run strictly
// downward. Floor 1 (crypto, net, peer, media) is mutually unknown, but for crypto, which is pure,
// and for the codec of pair messages and the addresses in them. A folder or file with a line of its
// own follows that one, and not the one of the folder around it.
var webFloors = map[string][]string{
	"crypto": {},
	"net":    {"crypto/"},
	"peer": {"crypto/", "net/protocol.ts", "net/participation.ts", "net/sharing.ts",
		"net/filemessages.ts", "net/decode.ts", "net/address.ts"},
	"media":   {"crypto/"},
	"call":    {"crypto/", "net/", "peer/", "media/"},
	"page":    {"crypto/", "net/", "peer/", "media/", "call/"},
	"ui":      {"page/", "call/", "crypto/link.ts", "crypto/words.ts", "crypto/testing/"},
	"main.ts": {""},

	// In the call: the others, then who lets whom in, then what the server and the others say.
	"call/mesh": {"crypto/", "net/", "peer/", "call/model.ts", "call/roomkeys.ts",
		"call/uplink/"},
	"call/uplink": {"crypto/testing/", "net/protocol.ts", "peer/"},
	"call/admission": {"crypto/", "net/", "call/mesh/", "call/model.ts", "call/roomkeys.ts",
		"call/state.ts"},
	"call/session/recordable.ts": {"crypto/", "peer/", "call/session/", "call/model.ts",
		"call/roomkeys.ts"},
	"call/session": {"crypto/", "net/", "call/mesh/", "call/admission/", "call/model.ts",
		"call/names.ts", "call/roomkeys.ts", "call/state.ts"},
	"call/participation": {"crypto/", "net/", "call/mesh/", "call/model.ts", "call/names.ts",
		"call/state.ts"},
	"call/participation/model.ts": {"net/"},
	"call/model.ts": {"crypto/", "net/", "peer/", "media/", "call/uplink/model.ts",
		"call/chatline.ts", "call/participation/model.ts", "call/hosting/model.ts",
		"call/together/model.ts"},
	"call/hosting/model.ts": {},
	"call/hosting": {"crypto/", "net/", "call/mesh/", "call/admission/proposal.ts",
		"call/model.ts", "call/roomkeys.ts", "call/state.ts"},
	// The parts of a call know the session only by what they are given.
	"call/together": {"crypto/", "net/", "call/model.ts", "call/names.ts", "call/pointers.ts",
		"call/participation/allowance.ts", "call/session/recordable.ts"},
	"call/recording": {"crypto/", "net/", "peer/", "media/recording/", "call/mesh/", "call/model.ts",
		"call/chatline.ts", "call/participation/allowance.ts", "call/session/recordable.ts",
		"call/together/part.ts", "page/chunk.ts"},
	"call/together/model.ts":     {"call/together/part.ts"},
	"call/together/context.ts":   {"call/together/", "call/session/", "call/state.ts"},
	"call/together/groupable.ts": {"call/together/groups/", "call/session/", "call/state.ts", "crypto/"},
	// Which part is loaded when: page/chunk.ts knows nothing of the page.
	"call/together/registry.ts": {"call/together/", "call/recording/", "page/chunk.ts"},
	"call/chatline.ts":          {"peer/"},
	"call/state.ts":             {"net/", "call/model.ts", "call/pointers.ts"},
	"call/pointers.ts":          {"net/"},
	"call/roomkeys.ts":          {"crypto/"},
	"call/names.ts":             {"net/"},
}

// webFloorOf finds the floor of a file: its own, that of its folder, or that of the folder above.
func webFloorOf(inner string) (name string, floor []string, known bool) {
	for name = inner; name != "."; name = path.Dir(name) {
		if floor, known = webFloors[name]; known {
			return name, floor, true
		}
	}
	return "", nil, false
}

var webImport = regexp.MustCompile(
	`(?m)^\s*(?:import|export)\s+(?:type\s)?(?:[^;"]*?\sfrom\s+)?"(\.[^"]*)"|\bimport\("(\.[^"]*)"\)`)

func TestWebImportsRunDownward(t *testing.T) {
	seen := 0
	for _, f := range sources(t, "webclient/src", ".ts", ".tsx") {
		inner := strings.TrimPrefix(f.path, "webclient/src/")
		from, floor, known := webFloorOf(inner)
		if !known {
			t.Errorf("%s stands on no floor", f.path)
			continue
		}
		for _, match := range webImport.FindAllStringSubmatch(f.text, -1) {
			seen++
			to := path.Join(path.Dir(inner), match[1]+match[2])
			if forTests(to) && !forTests(inner) {
				t.Errorf("%s imports %s, which is for tests alone", f.path, to)
			}
			if strings.HasPrefix(to, from+"/") {
				continue
			}
			// Tests use the helpers of all folders that the outer one may use.
			if outer, _, _ := strings.Cut(inner, "/"); forTests(inner) && forTests(to) &&
				startsWithOne(to, append([]string{outer + "/"}, webFloors[outer]...)) {
				continue
			}
			if !startsWithOne(to, floor) {
				t.Errorf("%s imports %s, which its floor does not allow", f.path, to)
			}
		}
	}
	if seen == 0 {
		t.Error("no import was found: this test reads the sources wrongly")
	}
}

// forTests are the unit tests themselves and what only they use.
func forTests(inner string) bool {
	return strings.Contains(inner, ".test.") || strings.Contains(inner, "/testing/")
}

func startsWithOne(s string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// webWords may stand only in some places of webclient/src, or nowhere.
var webWords = []struct {
	word   *regexp.Regexp
	places []string
}{
	{regexp.MustCompile(`\bRTCPeerConnection\b`), []string{"peer/"}},
	{regexp.MustCompile(`\b(getUserMedia|getDisplayMedia)\b`), []string{"media/"}},
	{regexp.MustCompile(`\bdocument\.`), []string{"page/", "ui/", "main.ts",
		"media/blurring.ts", "media/recording/composer.ts"}}, // videos and a canvas that nobody sees
	{regexp.MustCompile(`(?i)innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe`), nil},
	{regexp.MustCompile(`\beval\(|\bnew Function\b`), nil},
	{regexp.MustCompile(`\blocalStorage\b`), []string{"page/remembered.ts", "page/creatorkey.ts",
		"page/callsettings.ts", "page/guestlinks.ts", "page/personal.ts",
		"media/recording/flag.ts"}},
	{regexp.MustCompile(`\bindexedDB\b`), []string{"page/tabkey.ts"}},
	{regexp.MustCompile(`\bsessionStorage\b|\bdocument\.cookie\b`), nil},
	{regexp.MustCompile(`\bconsole\.(log|info|debug)\b`), nil},
}

var comment = regexp.MustCompile(`(?s)/\*.*?\*/|(?m)(^|\s)//[^\n]*`)

func TestWebWordsStandOnlyInTheirPlaces(t *testing.T) {
	for _, f := range sources(t, "webclient/src", ".ts", ".tsx") {
		inner := strings.TrimPrefix(f.path, "webclient/src/")
		if forTests(inner) {
			continue
		}
		code := comment.ReplaceAllString(f.text, "")
		for _, rule := range webWords {
			if found := rule.word.FindString(code); found != "" &&
				!startsWithOne(inner, rule.places) {
				t.Errorf("%s says %s; that may stand only in %v", f.path, found, rule.places)
			}
		}
	}
}

// TestEachModuleOfTheCallHasItsUnitTest: what only browsers reach is found out late. Types and what
// is a few lines long do not count.
func TestEachModuleOfTheCallHasItsUnitTest(t *testing.T) {
	has := map[string]bool{}
	files := sources(t, "webclient/src/call", ".ts")
	for _, f := range files {
		has[f.path] = true
	}
	modules := 0
	for _, f := range files {
		if forTests(f.path) || f.lines() < 60 || strings.HasSuffix(f.path, "/model.ts") {
			continue
		}
		modules++
		if test := strings.TrimSuffix(f.path, ".ts") + ".test.ts"; !has[test] {
			t.Errorf("%s has no unit test beside it", f.path)
		}
	}
	if modules < 10 {
		t.Errorf("only %d modules were found: this test looks in the wrong place", modules)
	}
}
