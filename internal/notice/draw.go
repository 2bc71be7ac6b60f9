package notice

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"
)

//go:embed page.css
var style string

// PagePolicy is the Content-Security-Policy of a [Page]: no script, no foreign source, and no style
// but its own.
var PagePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src 'self'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for " +
		"'script'; trusted-types 'none'"
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

// names of what stands around a document.
var names = map[Language]struct{ self, privacy, imprint string }{
	German:  {"Deutsch", "Datenschutz", "Impressum"},
	English: {"English", "Privacy", "Imprint"},
}

// Page draws a document as an HTML page of its own, without a script, that stands at path. Other is
// the same document in the other language.
func Page(d Document, path string, other Language) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#FBFAF7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#14161A" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<title>%s · einmal</title>
<style>%s</style>
</head>
<body>
<header>
<a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28">einmal</a>
<a href="%s?lang=%s" lang="%[5]s" hreflang="%[5]s" rel="alternate">%s</a>
</header>
<main>
<h1>%[2]s</h1>
`, d.Language, html.EscapeString(d.Title), style, path, other, names[other].self)
	drawBlocks(&b, d.Lead)
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(s.Title))
		drawBlocks(&b, s.Blocks)
	}
	n := names[d.Language]
	fmt.Fprintf(&b, `</main>
<footer><a href="/privacy?lang=%s">%s</a><a href="/imprint?lang=%[1]s">%[3]s</a></footer>
</body>
</html>
`, d.Language, n.privacy, n.imprint)
	return b.Bytes()
}

func drawBlocks(b *bytes.Buffer, blocks []Block) {
	for _, block := range blocks {
		switch {
		case block.Prominent != "":
			first, rest, _ := strings.Cut(block.Prominent, ". ")
			fmt.Fprintf(b, "<p class=\"prominent\"><strong>%s.</strong> %s</p>\n", linked(first),
				linked(rest))
		case block.Text != "":
			fmt.Fprintf(b, "<p>%s</p>\n", linked(block.Text))
		case block.Items != nil:
			b.WriteString("<ul>\n")
			for _, item := range block.Items {
				fmt.Fprintf(b, "<li>%s</li>\n", linked(item))
			}
			b.WriteString("</ul>\n")
		default:
			b.WriteString("<dl>\n")
			for _, row := range block.Rows {
				fmt.Fprintf(b, "<div><dt>%s</dt><dd>%s</dd></div>\n", html.EscapeString(row[0]),
					linked(row[1]))
			}
			b.WriteString("</dl>\n")
		}
	}
}

// target finds what people can go to: web addresses, and mail addresses between blanks or
// punctuation.
var target = regexp.MustCompile(`https?://[^\s<>"',;()]*[^\s<>"',;().]|[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// unbroken keeps a number on the line of what it counts.
var unbroken = strings.NewReplacer("Art. ", "Art.\u00a0", "§ ", "§\u00a0", "§§ ", "§§\u00a0",
	"Abs. ", "Abs.\u00a0", "Nr. ", "Nr.\u00a0",
	"Buchst. ", "Buchst.\u00a0", "section ", "section\u00a0", "no. ", "no.\u00a0")

// linked escapes words and turns addresses in them into links.
func linked(words string) string {
	words = unbroken.Replace(words)
	var b strings.Builder
	at := 0
	for _, span := range target.FindAllStringIndex(words, -1) {
		found := words[span[0]:span[1]]
		href := found
		if !strings.Contains(found, "://") {
			href = "mailto:" + found
		}
		fmt.Fprintf(&b, `%s<a href="%s" rel="noreferrer">%s</a>`,
			html.EscapeString(words[at:span[0]]),
			html.EscapeString(href), html.EscapeString(found))
		at = span[1]
	}
	return b.String() + html.EscapeString(words[at:])
}
