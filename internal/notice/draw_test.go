package notice

import (
	"strings"
	"testing"
)

func TestAddressesBecomeLinks(t *testing.T) {
	for words, want := range map[string]string{
		"at https://call.example.":       `at <a href="https://call.example" rel="noreferrer">https://call.example</a>.`,
		"(see https://a.example/b?c=d)":  `(see <a href="https://a.example/b?c=d" rel="noreferrer">https://a.example/b?c=d</a>)`,
		"to dsb@call.example, please":    `to <a href="mailto:dsb@call.example" rel="noreferrer">dsb@call.example</a>, please`,
		"javascript:alert(1) & <b>x</b>": `javascript:alert(1) &amp; &lt;b&gt;x&lt;/b&gt;`,
		`https://a.example/"onclick="x`:  `<a href="https://a.example/" rel="noreferrer">https://a.example/</a>&#34;onclick=&#34;x`,
		"a@b":                            "a@b",
	} {
		got, err := pageTemplate().fill("words", words)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", words, got, want)
		}
	}
}

func TestAPageRunsNothingAndLoadsNothingForeign(t *testing.T) {
	page := string(Page(write(t, Privacy, German, public()), English))
	for _, never := range []string{"<script", "<iframe", "<form", "onclick", `src="http`, "@import",
		"url("} {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %s", never)
		}
	}
	for _, always := range []string{`<html lang="de">`, `href="?lang=en"`,
		`href="/imprint?lang=de">Impressum<`, `href="/privacy?lang=de">Datenschutz<`, `class="prominent"`} {
		if !strings.Contains(page, always) {
			t.Errorf("the page lacks %s", always)
		}
	}
	if !strings.Contains(PagePolicy, "default-src 'none'") ||
		strings.Contains(PagePolicy, "unsafe") || strings.Contains(PagePolicy, "script-src") {
		t.Errorf("a weak policy: %s", PagePolicy)
	}
}
