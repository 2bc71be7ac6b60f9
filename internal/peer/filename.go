package peer

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxFileName = 200 // bytes of UTF-8

// notInFileName are the characters that a file's name must not have (protocol, section 4.6). They are listed, and not taken
// from a table of Unicode: all versions of all clients have to draw the same line.
var notInFileName = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00, Hi: 0x1f, Stride: 1}, {Lo: 0x7f, Hi: 0x9f, Stride: 1}, {Lo: 0xad, Hi: 0xad, Stride: 1},
		{Lo: 0x61c, Hi: 0x61c, Stride: 1}, {Lo: 0x200b, Hi: 0x200b, Stride: 1}, {Lo: 0x200e, Hi: 0x200f, Stride: 1},
		{Lo: 0x2028, Hi: 0x202e, Stride: 1}, {Lo: 0x2060, Hi: 0x206f, Stride: 1}, {Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
		{Lo: 0xfff9, Hi: 0xfffb, Stride: 1},
	},
	R32:         []unicode.Range32{{Lo: 0xe0000, Hi: 0xe007f, Stride: 1}},
	LatinOffset: 3,
}

func isForFileName(r rune) bool {
	return !strings.ContainsRune(`/\:*?"<>|`, r) && !unicode.Is(notInFileName, r)
}

// isFileName says whether this is a name that may be offered.
func isFileName(name string) bool {
	for _, r := range name {
		if !isForFileName(r) {
			return false
		}
	}
	return name != "" && len(name) <= maxFileName && name[0] != '.' && !strings.HasSuffix(name, ".") && !strings.HasSuffix(name, " ")
}

// fileNameOf gives the name under which a file is offered: the last part of its path, with an underscore for what must not
// be in it, and cut before its extension if it is too long.
func fileNameOf(path string) string {
	name := strings.Map(func(r rune) rune {
		if isForFileName(r) {
			return r
		}
		return '_'
	}, strings.ToValidUTF8(filepath.Base(path), "_"))
	name = strings.TrimRight(strings.TrimLeft(name, "."), ". ")
	extension := filepath.Ext(name)
	if len(extension) > maxFileName/4 {
		extension = ""
	}
	stem := cut(strings.TrimSuffix(name, extension), maxFileName-len(extension))
	if name = stem + extension; !isFileName(name) {
		return "file"
	}
	return name
}

// cut gives the beginning of a text that has at most so many bytes, in whole characters.
func cut(text string, most int) string {
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
