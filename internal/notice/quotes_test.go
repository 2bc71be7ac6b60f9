package notice

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheNoticeQuotesTheScreens: what it tells people to press has that name on the screen.
func TestTheNoticeQuotesTheScreens(t *testing.T) {
	for l, quote := range map[Language]*regexp.Regexp{
		German:  regexp.MustCompile(`„([^“]+)“`),
		English: regexp.MustCompile(`“([^”]+)”`),
	} {
		files, err := filepath.Glob("../../webclient/src/ui/i18n/*" + string(l) + ".ts")
		if err != nil || len(files) == 0 {
			t.Fatal(err, files)
		}
		var words strings.Builder
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			words.Write(text)
		}
		quotes := quote.FindAllStringSubmatch(said(t, Privacy, l, public()), -1)
		if len(quotes) < 3 {
			t.Errorf("%s: only %q are quoted", l, quotes)
		}
		for _, found := range quotes {
			if !strings.Contains(words.String(), `"`+found[1]+`"`) {
				t.Errorf("%s: no screen says %q", l, found[1])
			}
		}
	}
}
