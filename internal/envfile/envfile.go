// Package envfile reads and changes files of environment variables as systemd reads them
// (EnvironmentFile= in systemd.exec(5)): lines of the form KEY=value, and comments, which begin
// with # or ;. Values may stand in single or double quotes.
//
// systemd also takes a value that goes on in the next line, and ignores a line without "=". Here
// both are errors: nobody means them.
package envfile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"einmal/internal/lazyregexp"
)

// File is such a file, with all its lines. The zero value is an empty one.
type File struct{ lines []line }

// line is one line without its end; key is empty for a comment or nothing.
type line struct{ text, key, value string }

var isName = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Parse reads a file. An error names the line and says nothing of what stands there, which may be a
// secret.
func Parse(text []byte) (File, error) {
	var f File
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	n := 0
	for part := range strings.Lines(string(text)) {
		n++
		one := line{text: strings.TrimRight(part, "\r\n")}
		if err := one.parse(); err != nil {
			return File{}, fmt.Errorf("line %d %w", n, err)
		}
		f.lines = append(f.lines, one)
	}
	return f, nil
}

func (l *line) parse() error {
	text := strings.Trim(l.text, " \t\r")
	if text == "" || text[0] == '#' || text[0] == ';' {
		return nil
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return errors.New("is not UTF-8")
	}
	key, value, found := strings.Cut(text, "=")
	key = strings.TrimRight(key, " \t")
	if !found || !isName().MatchString(key) {
		return errors.New("is not of the form KEY=value")
	}
	var err error
	l.key = key
	l.value, err = unquote(strings.TrimLeft(value, " \t"))
	return err
}

// unquote reads a value without space around it.
func unquote(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	quote := text[0]
	if quote != '\'' && quote != '"' {
		quote = 0
	} else {
		text = text[1:]
	}
	var value strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == quote:
			if i+1 < len(text) {
				return "", errors.New("goes on behind its closing quote")
			}
			return value.String(), nil
		case c == '\\' && quote != '\'':
			if i++; i == len(text) {
				return "", errors.New("ends with a backslash")
			}
			if quote == '"' && !strings.ContainsRune("\"\\`$", rune(text[i])) {
				value.WriteByte('\\')
			}
			value.WriteByte(text[i])
		default:
			value.WriteByte(c)
		}
	}
	if quote != 0 {
		return "", errors.New("lacks its closing quote")
	}
	return value.String(), nil
}

// Get gives the value of a key, or nothing. Of a key that stands twice the last value counts.
func (f File) Get(key string) string {
	for _, l := range slices.Backward(f.lines) {
		if l.key == key {
			return l.value
		}
	}
	return ""
}

// Set gives a key, which stays in its place if it is there, a value without line ends; an empty one
// takes the key away.
func (f *File) Set(key, value string) {
	if value == "" {
		f.lines = slices.DeleteFunc(f.lines, func(l line) bool { return l.key == key })
		return
	}
	if f.Get(key) == value {
		return
	}
	one := line{text: key + "=" + quote(value), key: key, value: value}
	for i, l := range slices.Backward(f.lines) {
		if l.key == key {
			f.lines[i] = one
			return
		}
	}
	f.lines = append(f.lines, one)
}

// Comment adds a line for people.
func (f *File) Comment(text string) {
	f.lines = append(f.lines, line{text: "# " + text})
}

var isPlain = lazyregexp.New(`^[A-Za-z0-9_.,:/@%+\[\]-]+$`)

func quote(value string) string {
	if isPlain().MatchString(value) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(value) +
		`"`
}

// String is the file as it is written.
func (f File) String() string {
	var text strings.Builder
	for _, l := range f.lines {
		text.WriteString(l.text + "\n")
	}
	return text.String()
}
