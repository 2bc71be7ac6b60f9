package setup

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"einmal/internal/notice"
)

var blank = regexp.MustCompile(`%[a-z]`)

// TestEachSentenceIsThereInBothLanguages, with the same blanks.
func TestEachSentenceIsThereInBothLanguages(t *testing.T) {
	all := reflect.ValueOf(words)
	if all.NumField() < 30 {
		t.Fatalf("only %d sentences: this test looks in the wrong place", all.NumField())
	}
	for i := range all.NumField() {
		name := all.Type().Field(i).Name
		de, en := all.Field(i).Field(0).String(), all.Field(i).Field(1).String()
		if de == "" || en == "" || de == en && name != "badCreate" {
			t.Errorf("%s: %q, %q", name, de, en)
		}
		if !slices.Equal(blank.FindAllString(de, -1), blank.FindAllString(en, -1)) {
			t.Errorf("%s has other blanks in German: %q, %q", name, de, en)
		}
		for line := range strings.Lines(de + "\n" + en) {
			if n := len([]rune(line)); n > 100 {
				t.Errorf("%s has a line of %d columns", name, n)
			}
		}
	}
}

func TestTheAuthorityIsFoundByStateAndCountry(t *testing.T) {
	for place, want := range map[string][2]string{
		"Berlin": {"Berliner ", "DE"}, "bavaria": {"Bayerisches ", "DE"}, "NW": {"Landesb", "DE"},
		"DE-BE": {"Berliner ", "DE"}, "BE": {"Gegevens", "BE"}, " Thüringen ": {"Thüringer ", "DE"},
		"Österreich": {"Österreichische ", "AT"}, "france": {"Commission nationale", "FR"},
		"CH": {"Eidgen", "CH"}, "Katholisches Datenschutzzentrum, Dortmund": {"Katholisches", ""},
	} {
		authority, country, ok := findAuthority(place)
		if !ok || !strings.HasPrefix(authority, want[0]) || country != want[1] {
			t.Errorf("%s: %q, %q, %v", place, authority, country, ok)
		}
	}
	for _, place := range []string{"", "Deutschland", "DE", "Atlantis", "ZZ", ",", "Nowhere, "} {
		if authority, _, ok := findAuthority(place); ok {
			t.Errorf("%q: %q", place, authority)
		}
	}
	if len(germanStates) != 16 {
		t.Errorf("%d states", len(germanStates))
	}
	for _, s := range germanStates {
		for _, name := range []string{s.de, s.en, "DE-" + s.code} {
			if authority, country, ok := findAuthority(name); !ok || authority != s.authority ||
				country != "DE" {
				t.Errorf("%s: %q", name, authority)
			}
		}
	}
	for code := range authorities {
		if _, country, ok := findAuthority(notice.CountryName(notice.German, code)); !ok ||
			country != code {
			t.Errorf("%s is not found by its German name", code)
		}
	}
}

func TestAProviderMayHaveCommas(t *testing.T) {
	for text, want := range map[string][3]string{
		"Hetzner Online GmbH, DE":          {"Hetzner Online GmbH", "DE", ""},
		"DigitalOcean, LLC, Niederlande":   {"DigitalOcean, LLC", "NL", ""},
		"self,de":                          {"self", "DE", ""},
		"Cloud, Inc., US, clauses, Art 46": {"Cloud, Inc.", "US", "clauses, Art 46"},
	} {
		provider, country, basis, ok := splitHosting(text)
		if !ok || [3]string{provider, country, basis} != want {
			t.Errorf("%q: %q, %q, %q, %v", text, provider, country, basis, ok)
		}
	}
	for _, text := range []string{"Hetzner", "DE", ", DE", "Hetzner, Atlantis"} {
		if provider, _, _, ok := splitHosting(text); ok {
			t.Errorf("%q: %q", text, provider)
		}
	}
}

func TestANameOrAnAddressBecomesAnOrigin(t *testing.T) {
	for text, want := range map[string]string{
		"call.example": "https://call.example", "https://Call.Example/": "https://call.example",
		"192.0.2.1": "https://192.0.2.1", "2001:db8::1": "https://[2001:db8::1]",
		"https://[2001:db8::1]/": "https://[2001:db8::1]",
	} {
		if got, err := publicURL(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"localhost", "call", "call.example:8443", "http://call.example",
		"call.example/x", "127.0.0.1", "::1", "0.0.0.0", "a b.example", "bücher.example",
		"me@call.example", "x.localhost"} {
		if got, err := publicURL(text); err == nil {
			t.Errorf("%q became %q", text, got)
		}
	}
}
