package notice

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"strings"
	"sync"

	"einmal/internal/lazyregexp"
)

//go:embed page.css
var style string

// PagePolicy is the Content-Security-Policy of a [Page]: no script, no foreign source, and no style
// but its own.
var PagePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src 'self'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}()

// Text draws a document for a terminal: UTF-8, one paragraph a line.
func Text(d Document) string {
	var b strings.Builder
	b.WriteString(d.Title + "\n" + strings.Repeat("=", len([]rune(d.Title))) + "\n")
	for _, s := range append([]Section{{Blocks: d.Lead}}, d.Sections...) {
		if s.Title != "" {
			b.WriteString("\n" + s.Title + "\n" + strings.Repeat("-", len([]rune(s.Title))) + "\n")
		}
		for _, block := range s.Blocks {
			switch {
			case block.Prominent != "":
				b.WriteString("\n! " + block.Prominent + "\n")
			case block.Text != "":
				b.WriteString("\n" + block.Text + "\n")
			}
			for _, item := range block.Items {
				b.WriteString("* " + item + "\n")
			}
			for _, row := range block.Rows {
				b.WriteString(row[0] + ": " + row[1] + "\n")
			}
		}
	}
	return b.String() + "\n"
}

// pageNames of what stands around a document.
var pageNames = map[Language]struct{ self, start, privacy, imprint string }{
	German:  {"Deutsch", "Zur Startseite", "Datenschutz", "Impressum"},
	English: {"English", "Go to the start page", "Privacy", "Imprint"},
}

//go:embed page.html
var pageText string

var pageTemplate = sync.OnceValue(func() *textTemplate {
	t, err := parsePage("page", pageText, map[string]any{
		"spans": spansOf, "sentences": firstSentence,
	})
	if err != nil { // our own file
		panic(err)
	}
	return t
})

// page is what the template gets.
type page struct {
	Document                    Document
	Other                       Language
	Start                       string // the words of a link there, or none
	OtherName, Privacy, Imprint string
	Style                       markup
}

// Page draws a document as an HTML page of its own, without a script. The same document in the other
// language is at the same path, with the query ?lang.
func Page(d Document, other Language) []byte {
	n := pageNames[d.Language]
	if d.Kind != Missing {
		n.start = ""
	}
	filled, err := pageTemplate().fill("page", page{d, other, n.start, pageNames[other].self,
		n.privacy, n.imprint, markup(style)})
	if err != nil { // the template is our own
		panic(err)
	}
	return []byte(filled)
}

// firstSentence cuts a prominent paragraph behind its first sentence, without the full stop.
func firstSentence(words string) [2]string {
	first, rest, _ := strings.Cut(words, ". ")
	return [2]string{first, rest}
}

// addressPattern finds what people can go to: web addresses, and mail addresses between blanks or
// punctuation.
var addressPattern = lazyregexp.New(
	`https?://[^\s<>"',;()]*[^\s<>"',;().]|[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// nonBreaking keeps a number on the line of what it counts.
var nonBreaking = strings.NewReplacer("Art. ", "Art.\u00a0", "§ ", "§\u00a0", "§§ ", "§§\u00a0",
	"Abs. ", "Abs.\u00a0", "Nr. ", "Nr.\u00a0",
	"Buchst. ", "Buchst.\u00a0", "section ", "section\u00a0", "no. ", "no.\u00a0")

// span is a part of a text; with an address it is a link.
type span struct{ Text, Address string }

// spansOf finds the addresses in a text.
func spansOf(words string) (spans []span) {
	words = nonBreaking.Replace(words)
	at := 0
	for _, found := range addressPattern().FindAllStringIndex(words, -1) {
		text := words[found[0]:found[1]]
		address := text
		if !strings.Contains(text, "://") {
			address = "mailto:" + text
		}
		spans = append(spans, span{Text: words[at:found[0]]}, span{text, address})
		at = found[1]
	}
	return append(spans, span{Text: words[at:]})
}
