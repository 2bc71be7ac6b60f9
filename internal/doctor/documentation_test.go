package doctor

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"einmal/internal/notice"
)

const (
	document = "../../docs/doctor.md"
	begin    = "<!-- go test ./internal/doctor -run Documentation -update -->\n"
)

var update = flag.Bool("update", false, "write the table of docs/doctor.md")

// TestEachFindingHasItsSentencesAndItsFault: no finding is without a test that brings it about.
func TestEachFindingHasItsSentencesAndItsFault(t *testing.T) {
	var tested []string
	for _, f := range allFaults() {
		tested = append(tested, f.code)
	}
	for _, code := range Codes() {
		if !slices.Contains(tested, code) {
			t.Errorf("no test brings about %s", code)
		}
	}
	for l, all := range texts {
		for code := range all {
			if _, known := levels[code]; !known {
				t.Errorf("%s: there is no %s", l, code)
			}
		}
		if len(all) != len(levels) {
			t.Errorf("%s: sentences for %d of %d findings", l, len(all), len(levels))
		}
	}
	for code, s := range texts[notice.English] {
		other := texts[notice.German][code]
		for i, text := range []string{s.What, s.Means, s.Mend} {
			if german := []string{other.What, other.Means, other.Mend}[i]; !slices.Equal(
				placesIn(text), placesIn(german)) {
				t.Errorf("%s: %q has other values than %q", code, text, german)
			}
		}
	}
}

func placesIn(text string) []string {
	places := unfilled.FindAllString(text, -1)
	slices.Sort(places)
	return places
}

// TestTheDocumentationListsFaultsAndFindings: the table is made of what the tests do.
func TestTheDocumentationListsFaultsAndFindings(t *testing.T) {
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(string(text), begin)
	if !ok {
		t.Fatal("it has no place for the table")
	}
	want := before + begin + table()
	if *update {
		err = os.WriteFile(document, []byte(want), 0o600)
	} else if string(text) != want {
		t.Error("the table is an older one: " + begin)
	}
	if err != nil {
		t.Error(err)
	}
}

func table() string {
	var out strings.Builder
	out.WriteString("\n| finding | | what it says | the fault that its test brings about |\n" +
		"|---|---|---|---|\n")
	for _, code := range Codes() {
		var done []string
		for _, f := range allFaults() {
			if f.code == code {
				done = append(done, f.what)
			}
		}
		what := strings.ReplaceAll(texts[notice.English][code].What, "|", "\\|")
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", code, levels[code],
			unfilled.ReplaceAllString(what, "…"), strings.Join(done, "; "))
	}
	return out.String()
}
