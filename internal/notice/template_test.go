package notice

import (
	"strings"
	"testing"
)

// TestWhatATextCannotUseIsAnError: a mistake in a text never leaves a gap in a document.
func TestWhatATextCannotUseIsAnError(t *testing.T) {
	functions := templateFuncs(English, public())
	for text, want := range map[string]string{
		"{{.Operator.Nmae}}":                 "there is no Nmae",
		"{{.Version.Number}}":                "there is no Number",
		"{{if .Nothing}}x{{end}}":            "there is no Nothing",
		"{{unknown}}":                        `function "unknown" not defined`,
		"{{law}}":                            "law takes 1 arguments",
		"{{days .Version}}":                  "days does not take .Version",
		"{{.Version | law}}":                 "nothing that our texts have",
		"{{$x := .Version}}":                 "nothing that our texts have",
		"{{range .Version}}{{break}}{{end}}": "{{break}} is nothing",
		"{{if .Local}}x":                     "unexpected EOF",
	} {
		filled, err := fillOnce(text, functions)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v", text, filled, err)
		}
	}
}

func fillOnce(text string, functions map[string]any) (string, error) {
	parsed, err := parseTemplate("text", text, functions)
	if err != nil {
		return "", err
	}
	return parsed.fill("text", public())
}
