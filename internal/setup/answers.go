package setup

import (
	"flag"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/notice"
)

// answers are values by key: those of the operator file, the flags of einmal serve, and these.
type answers map[string]string

const (
	answerPublic  = "public"  // name or address, which becomes -public-url
	answerState   = "state"   // place that says which the supervisory authority is
	answerCreator = "creator" // label of a creator link
)

// readAnswers reads a file of lines key = value, as the operator file is. An error names the line
// and quotes no value.
func readAnswers(path string) (answers, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, cli.Misusef("answers-unreadable", "-answers: %v.", err)
	}
	known, a, n := answerKeys(), answers{}, 0
	for l := range strings.Lines(string(text)) {
		n++
		if blank := strings.TrimSpace(l); blank == "" || strings.HasPrefix(blank, "#") {
			continue
		}
		key, value := splitPair(l)
		unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
		switch _, repeated := a[key]; {
		case key == "" || value == "" || !utf8.ValidString(value) ||
			strings.ContainsFunc(value, unprintable):
			return nil, cli.Misusef("answers-malformed", "%s: line %d is not of the form "+
				"key = value.", path, n)
		case !slices.Contains(known, key):
			return nil, cli.Misusef("answers-unknown-key", "%s: line %d has a key that there is "+
				"not; docs/operator.md lists them.", path, n)
		case repeated:
			return nil, cli.Misusef("answers-malformed", "%s: line %d repeats the key %s.", path, n,
				key)
		}
		a[key] = value
	}
	return a, nil
}

// answerKeys are all keys that an answer may have.
func answerKeys() []string {
	return slices.Concat([]string{answerPublic, answerState, answerCreator},
		notice.OperatorKeys(), serveFlags())
}

// serveFlags are the names of the flags that may be answered: not what is good for one start, and
// not the place of a file that setup writes.
func serveFlags() (names []string) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	config.NewServeFlags(set)
	set.VisitAll(func(f *flag.Flag) {
		if f.Name != "accept-clock" && f.Name != "operator" {
			names = append(names, f.Name)
		}
	})
	return names
}
