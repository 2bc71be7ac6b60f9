package protocol

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxFileName = 200 // bytes of UTF-8

// isForFileName: a path, and what cannot be seen, has no place in a name (protocol, section 4.6).
func isForFileName(r rune) bool {
	return !strings.ContainsRune(`/\:*?"<>|`, r) && !unicode.Is(unseen, r)
}

// IsFileName reports whether this is a name that may be offered.
func IsFileName(name string) bool {
	for _, r := range name {
		if !isForFileName(r) {
			return false
		}
	}
	return isVisible(name) && len(name) <= maxFileName && name[0] != '.' &&
		!strings.HasSuffix(name, ".") && !strings.HasSuffix(name, " ")
}

// FileNameOf returns the name under which a file is offered: the last part of its path, with an
// underscore for what must not be in it, and cut before its extension if it is too long.
func FileNameOf(path string) string {
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
	stem := truncate(strings.TrimSuffix(name, extension), maxFileName-len(extension))
	if name = stem + extension; !IsFileName(name) {
		return "file"
	}
	return name
}

// truncate shortens a text to at most that many bytes, in whole characters.
func truncate(text string, most int) string {
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
