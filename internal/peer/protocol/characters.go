package protocol

import (
	"strings"
	"unicode"
)

// What is invisible in a text that others have written (protocol, section 1). The characters are
// listed, and not taken from a table of Unicode: all versions of all clients have to draw the same
// line.

var (
	// unseen are controls, what turns the direction of the text around it, and what takes a place
	// without showing anything.
	unseen = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x00, Hi: 0x1f, Stride: 1}, {Lo: 0x7f, Hi: 0x9f, Stride: 1},
			{Lo: 0xad, Hi: 0xad, Stride: 1},
			{Lo: 0x34f, Hi: 0x34f, Stride: 1}, {Lo: 0x61c, Hi: 0x61c, Stride: 1},
			{Lo: 0x115f, Hi: 0x1160, Stride: 1},
			{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, {Lo: 0x180e, Hi: 0x180e, Stride: 1},
			{Lo: 0x200b, Hi: 0x200b, Stride: 1},
			{Lo: 0x200e, Hi: 0x200f, Stride: 1}, {Lo: 0x2028, Hi: 0x202e, Stride: 1},
			{Lo: 0x2060, Hi: 0x206f, Stride: 1},
			{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1},
			{Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
			{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, {Lo: 0xfff0, Hi: 0xfffb, Stride: 1},
		},
		R32: []unicode.Range32{
			{Lo: 0x1bca0, Hi: 0x1bca3, Stride: 1}, {Lo: 0x1d173, Hi: 0x1d17a, Stride: 1},
			{Lo: 0xe0000, Hi: 0xe00ff, Stride: 1}, {Lo: 0xe01f0, Hi: 0xe0fff, Stride: 1},
		},
		LatinOffset: 3,
	}
	// joining are joiners and selectors: they show nothing themselves, and change how their
	// neighbours look.
	joining = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x180b, Hi: 0x180d, Stride: 1}, {Lo: 0x180f, Hi: 0x180f, Stride: 1},
			{Lo: 0x200c, Hi: 0x200d, Stride: 1},
			{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1},
		},
		R32: []unicode.Range32{{Lo: 0xe0100, Hi: 0xe01ef, Stride: 1}},
	}
	space = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x09, Hi: 0x0d, Stride: 1}, {Lo: 0x20, Hi: 0x20, Stride: 1},
			{Lo: 0x85, Hi: 0x85, Stride: 1},
			{Lo: 0xa0, Hi: 0xa0, Stride: 1}, {Lo: 0x1680, Hi: 0x1680, Stride: 1},
			{Lo: 0x2000, Hi: 0x200a, Stride: 1},
			{Lo: 0x2028, Hi: 0x2029, Stride: 1}, {Lo: 0x202f, Hi: 0x202f, Stride: 1},
			{Lo: 0x205f, Hi: 0x205f, Stride: 1},
			{Lo: 0x3000, Hi: 0x3000, Stride: 1},
		},
		LatinOffset: 4,
	}
)

// firstJoined: the scripts before it (Latin, Greek, Cyrillic) have no use for what joins.
const firstJoined = 0x590

func isJoiner(r rune) bool { return r == 0x200c || r == 0x200d }

// ToLine returns a text as one line that shows all that is in it: empty if that is nothing.
func ToLine(text string) string {
	var line strings.Builder
	var last, held rune // held: a joiner that waits for what it joins
	gap := false
	for _, r := range text {
		joins := line.Len() > 0 && !gap && held == 0 && last >= firstJoined
		switch {
		case unicode.Is(space, r):
			gap, held = line.Len() > 0, 0
		case unicode.Is(unseen, r):
		case isJoiner(r):
			if joins {
				held = r
			}
		case unicode.Is(joining, r):
			if joins && !unicode.Is(joining, last) {
				line.WriteRune(r)
				last = r
			}
		default:
			if gap {
				line.WriteByte(' ')
			} else if held != 0 && r >= firstJoined {
				line.WriteRune(held)
			}
			line.WriteRune(r)
			last, held, gap = r, 0, false
		}
	}
	return line.String()
}

// IsName reports whether somebody may be called so.
func IsName(text string) bool {
	return text != "" && text == ToLine(text) && IsAtMost(maxName, text)
}

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n",
	"\u2028", "\n", "\u2029", "\n")

// ToText frees what somebody writes of what turns text around or cannot be seen; its lines stay.
func ToText(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.Is(unseen, r) {
			return -1
		}
		return r
	}, breaks.Replace(text))
}

// isVisible reports whether there is anything to see in a text.
func isVisible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.Is(unseen, r) && !unicode.Is(joining, r) && !unicode.Is(space, r)
	})
}
