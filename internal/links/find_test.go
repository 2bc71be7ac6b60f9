package links

import (
	"crypto/rand"
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

// damages is webclient/testdata/links.json: what other programs do to links, for Go and TypeScript.
type damages struct {
	Origin  string
	Links   map[string]string
	Damages []struct {
		Name, Text, Code string
		Origin           *string
	}
}

func readDamages(t *testing.T) (all damages) {
	t.Helper()
	text, err := os.ReadFile("../../webclient/testdata/links.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil || len(all.Damages) < 100 {
		t.Fatalf("%d damages, %v", len(all.Damages), err)
	}
	return all
}

const otherLink = "https://call.example/#1AFvFdwBq0GnKK30UcuIpYAjTM49F4RVWLa2tgcLK8PMZ"

// damaged writes what a damage makes of a link.
func damaged(text, origin, fragment string) string {
	link := origin + "/" + fragment
	escaped := url.QueryEscape(link)
	half, last := len(link)-20, len(link)-5
	hyphens := strings.NewReplacer("-", "%2D", "_", "%5f").Replace(fragment)
	return strings.NewReplacer(
		"{link}", link, "{origin}", origin, "{fragment}", fragment, "{body}", fragment[1:],
		"{start}", link[:half], "{end}", link[half:], "{end1}", link[half+1:], "{cut}", link[:last],
		"{cut1}", link[:len(link)-1],
		"{escaped}", escaped, "{escaped2}", url.QueryEscape(escaped), "{hyphens}", origin+"/"+
			hyphens,
		"{quoted}", strings.NewReplacer("-", "=2D", "_", "=5F").Replace(link), "{unbroken}",
		strings.ReplaceAll(link, "-", "\u2011"),
		"{markdown}", strings.NewReplacer("-", `\-`, "_", `\_`, "#", `\#`).Replace(link),
		"{json}", strings.ReplaceAll(link, "/", `\/`),
		"{upper}", strings.ToUpper(link), "{lower}", strings.ToLower(link), "{other}", otherLink,
	).Replace(text)
}

var codes = map[error]string{ErrIncomplete: "link-incomplete", ErrUnknown: "link-unknown",
	ErrSeveral: "link-several"}

func TestDamagedLinksAreRepairedOrRefused(t *testing.T) {
	all := readDamages(t)
	for _, d := range all.Damages {
		for kind, fragment := range all.Links {
			text := damaged(d.Text, all.Origin, fragment)
			origin, found, err := findLink(text)
			wantOrigin := all.Origin
			if d.Origin != nil {
				wantOrigin = *d.Origin
			}
			switch {
			case d.Code != "" && (err == nil || codes[err] != d.Code):
				t.Errorf("%s link, %s: %v instead of %s", kind, d.Name, err, d.Code)
			case d.Code == "" && (err != nil || found != fragment || origin != wantOrigin):
				t.Errorf("%s link, %s: %q, %q, %v", kind, d.Name, origin, found, err)
			}
		}
	}
}

func TestParseAndByCreatorRepair(t *testing.T) {
	all := readDamages(t)
	for _, kind := range []string{"guest", "host"} {
		link, err := Parse("<" + all.Origin + "/%23" + all.Links[kind][1:] + ">.")
		if err != nil || link.String() != all.Origin+"/"+all.Links[kind] ||
			link.IsHost() != (kind == "host") {
			t.Errorf("%s link: %v", kind, err)
		}
	}
	link, err := New(all.Origin, Video)
	if err != nil {
		t.Fatal(err)
	}
	creator := all.Origin + "/" + all.Links["creator"]
	if link, err = link.ByCreator(creator + ".\n"); err != nil ||
		Creator(all.Origin, link.Creator.Seed()) != creator {
		t.Errorf("creator link: %v", err)
	}
	for text, want := range map[string]error{
		all.Links["guest"]: ErrUnknown, // of no server
		creator:            ErrUnknown,
		creator[:40]:       ErrIncomplete,
		all.Origin + "/#1Aw" + strings.Repeat("Aa", 21): ErrUnknown, // kind 3
		// more than any mail
		strings.Repeat(" ", maxText) + all.Origin + "/" + all.Links["guest"]: ErrUnknown,
		// stray bits
		all.Origin + "/" + all.Links["host"][:68] + "B": ErrUnknown,
	} {
		if _, err := Parse(text); err != want {
			t.Errorf("Parse: %v instead of %v", err, want)
		}
	}
	for text, want := range map[string]error{
		strings.Replace(creator, "call", "other", 1): ErrUnknown,
		link.String(): ErrUnknown,
		creator[:40]:  ErrIncomplete,
	} {
		if _, err := link.ByCreator(text); err != want {
			t.Errorf("ByCreator: %v instead of %v", err, want)
		}
	}
}

// TestNoDamageMakesAnotherLink changes, adds and takes away everything that can be, at every place
// of links.
func TestNoDamageMakesAnotherLink(t *testing.T) {
	all := readDamages(t)
	insertions := []string{"", " ", "\n", "=", "%20", "%", "&", ".", "\u00ad", "\u200b",
		"+", "/", "#", "ä", "<wbr>", "\\", " and ", "\nhello", "-", "_", "a", "Z"}
	for kind, fragment := range all.Links {
		link := all.Origin + "/" + fragment
		for at := len(all.Origin) + 2; at <= len(link); at++ {
			for _, more := range insertions {
				for gone := range min(8, len(link)-at+1) {
					text := link[:at] + more + link[at+gone:]
					_, found, err := findLink(text)
					if err != nil || found == fragment || all.Origin+"/"+found == text {
						continue
					}
					// As many other letters in the midst of it cannot be told from a link.
					if gone > 0 && len(strings.TrimSpace(more)) == gone &&
						isLetters.MatchString(more) && at+gone < len(link) {
						continue
					}
					t.Errorf("%s link: %q instead of %d characters at %d makes another one", kind,
						more, gone, at)
				}
			}
		}
	}
}

var isLetters = regexp.MustCompile(`^\n?[A-Za-z0-9_-]+$`)

func TestMakersEndTheirLinksInALetterOrDigit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	ends := regexp.MustCompile(`[A-Za-z0-9]$`)
	seed := make([]byte, creatorSize)
	for i := range 10_000 {
		link, err := New("https://call.example", Kind(i%3))
		if err != nil {
			t.Fatal(err)
		}
		rand.Read(seed)
		for _, text := range []string{link.String(), link.Guest().String(),
			Creator("https://call.example", seed)} {
			if !ends.MatchString(text) {
				t.Fatalf("link %d ends in %q", i, text[len(text)-1:])
			}
			if _, fragment, err := findLink(text); err != nil ||
				!strings.HasSuffix(text, fragment) {
				t.Fatalf("link %d: %v", i, err)
			}
		}
	}
}
