package notice

import (
	"fmt"
	"strings"
)

// Document is one text, ready to be rendered in any form.
type Document struct {
	Kind     Kind      `json:"kind"`
	Language Language  `json:"language"`
	Title    string    `json:"title"`
	Lead     []Block   `json:"lead,omitempty"` // before the first section
	Sections []Section `json:"sections"`
	Version  string    `json:"version"` // of the program
	Date     string    `json:"date"`    // 2006-01-02
	Hash     string    `json:"hash"`    // of the configuration
}

// Section is a heading and what belongs to it.
type Section struct {
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks"`
}

// Block is a paragraph, a prominent one, a list or a table of two columns: exactly one of the four.
type Block struct {
	Text      string      `json:"text,omitempty"`
	Prominent string      `json:"prominent,omitempty"`
	Items     []string    `json:"items,omitempty"`
	Rows      [][2]string `json:"rows,omitempty"`
}

// parseMarkup reads the small markup of texts/: "# title", "## section", "> prominent", "- item",
// "| term | words", and one paragraph a line.
func parseMarkup(text string) (Document, error) {
	var d Document
	blocks := &d.Lead
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "":
		case "#":
			d.Title = rest
		case "##":
			d.Sections = append(d.Sections, Section{Title: rest})
			blocks = &d.Sections[len(d.Sections)-1].Blocks
		case ">":
			*blocks = append(*blocks, Block{Prominent: rest})
		case "-":
			lastOrNew(blocks, func(b *Block) bool { return b.Items != nil }).addItem(rest)
		case "|":
			term, words, found := strings.Cut(rest, " | ")
			if !found {
				return Document{}, fmt.Errorf("a row with one column: %q", line)
			}
			b := lastOrNew(blocks, func(b *Block) bool { return b.Rows != nil })
			b.Rows = append(b.Rows, [2]string{term, words})
		default:
			*blocks = append(*blocks, Block{Text: line})
		}
	}
	if d.Title == "" {
		return Document{}, fmt.Errorf("a document without a title")
	}
	return d, nil
}

// lastOrNew gives the last block if it is what is asked for, else a new one.
func lastOrNew(blocks *[]Block, is func(*Block) bool) *Block {
	if n := len(*blocks); n > 0 && is(&(*blocks)[n-1]) {
		return &(*blocks)[n-1]
	}
	*blocks = append(*blocks, Block{})
	return &(*blocks)[len(*blocks)-1]
}

func (b *Block) addItem(item string) { b.Items = append(b.Items, item) }
