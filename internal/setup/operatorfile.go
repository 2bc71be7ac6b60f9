package setup

import (
	"strings"

	"einmal/internal/notice"
)

// operatorFile is the file of -operator with all its lines, in which values can be changed.
type operatorFile struct {
	lines  []string
	values map[string]string
}

// parseOperatorFile reads one that [notice.ReadOperator] takes; its errors are those.
func parseOperatorFile(text string) (operatorFile, error) {
	f := operatorFile{values: map[string]string{}}
	if _, err := notice.ReadOperator(strings.NewReader(text)); err != nil {
		return f, err
	}
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\r\n")
		f.lines = append(f.lines, l)
		if key, value := splitPair(l); key != "" {
			f.values[key] = value
		}
	}
	return f, nil
}

// splitPair gives key and value of a line; no key, if it is a comment or nothing.
func splitPair(text string) (key, value string) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if strings.HasPrefix(text, "#") {
		return "", ""
	}
	key, value, _ = strings.Cut(text, "=")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

// set gives a key another value in its place, or behind the last line.
func (f *operatorFile) set(key, value string) {
	if f.values[key] == value {
		return
	}
	f.values[key] = value
	for i, l := range f.lines {
		if has, _ := splitPair(l); has == key {
			f.lines[i] = key + " = " + value
			return
		}
	}
	f.lines = append(f.lines, key+" = "+value)
}

func (f *operatorFile) String() string { return strings.Join(f.lines, "\n") + "\n" }
