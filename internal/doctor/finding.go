package doctor

import (
	_ "embed"
	"slices"
	"strings"

	"einmal/internal/notice"
)

// Level says what a finding means for calls.
type Level string

const (
	// Note is something that could not be looked at, or is worth knowing; nothing is wrong.
	Note Level = "note"
	// Mend should be mended; calls work, or most of them.
	Mend Level = "mend"
	// Stops keeps calls from working.
	Stops Level = "stops"
)

// Finding is one thing that was found. Its code is stable.
type Finding struct {
	Code   string
	Level  Level
	values map[string]string // what stands in the sentences for {name}
}

// levels has all codes. Each has its sentences in texts, and a test that brings it about.
var levels = map[string]Level{
	"operator-incomplete": Stops, "operator-forbidden": Stops, "nobody-creates": Mend,

	"port-taken": Stops, "port-unusable": Stops, "flags-differ": Mend, "not-running": Note,
	"unit-failed": Stops, "firewall-closed": Mend,

	"name-unknown": Stops, "name-server-silent": Mend, "a-elsewhere": Stops,
	"aaaa-elsewhere": Stops, "aaaa-unserved": Stops, "behind-nat": Note,

	"certificate-unreadable": Stops, "certificate-forbidden": Stops, "certificate-chain": Stops,
	"certificate-name": Stops, "certificate-expired": Stops, "certificate-ends-soon": Mend,
	"key-open": Mend, "acme-unreachable": Mend, "acme-untrusted": Mend,
	"clock-wrong": Mend, "clock-unsynchronised": Mend,

	"data-unusable": Stops, "data-open": Mend, "data-forbidden": Stops, "database-locked": Stops,
	"database-corrupt": Stops, "clock-ahead": Stops, "disk-full": Stops,

	"descriptors-few": Mend, "memory-small": Mend, "swap-on": Mend, "core-dumps": Mend,
	"unit-open": Mend,

	"page-unreachable": Stops, "page-certificate": Stops, "page-foreign": Stops,
	"proxy-no-server": Stops, "certificate-pending": Stops, "bad-host": Stops, "bad-scheme": Stops,
	"no-forwarded-for": Stops, "no-upgrade": Stops, "socket-refused": Stops,
	"proxy-timeout": Stops, "trusted-proxy-missing": Mend,

	"relay-loopback": Mend, "relay-none": Stops, "relay-udp": Mend, "relay-tcp": Mend,
	"relay-tls": Mend, "relay-packets": Stops, "relay-untried": Note,
	"relay-dtls": Stops, "dtls-untried": Note,

	"outside-silent": Stops, "outside-refused": Stops, "outside-no-tls": Stops,
	"outside-foreign": Stops, "outside-udp": Mend, "outside-elsewhere": Note,
	"outside-port": Note, "via-unreachable": Note, "via-refused": Note, "via-busy": Note,
}

// Codes are those of all findings, sorted.
func Codes() []string {
	var all []string
	for code := range levels {
		all = append(all, code)
	}
	slices.Sort(all)
	return all
}

// found makes a finding; pairs are names and values for its sentences.
func found(code string, pairs ...string) Finding {
	level, known := levels[code]
	if !known {
		panic("no such finding: " + code)
	}
	f := Finding{Code: code, Level: level, values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values[pairs[i]] = pairs[i+1]
	}
	return f
}

// Sentences say a finding to people.
type Sentences struct {
	What  string `json:"what"`  // is wrong
	Means string `json:"means"` // that for people
	Mend  string `json:"mend"`  // mostly a command
}

//go:embed texts/en.txt
var english string

//go:embed texts/de.txt
var german string

var texts = map[notice.Language]map[string]Sentences{
	notice.English: parseTexts(english), notice.German: parseTexts(german),
}

// parseTexts reads blocks of four lines: a code in brackets, and its sentences.
func parseTexts(text string) map[string]Sentences {
	all := map[string]Sentences{}
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) != 4 {
			panic("a finding has a code and three lines: " + lines[0])
		}
		all[strings.Trim(lines[0], "[]")] = Sentences{lines[1], lines[2], lines[3]}
	}
	return all
}

// In gives the sentences in a language.
func (f Finding) In(l notice.Language) Sentences {
	var pairs []string
	for name, value := range f.values {
		pairs = append(pairs, "{"+name+"}", value)
	}
	fill, s := strings.NewReplacer(pairs...), texts[l][f.Code]
	return Sentences{fill.Replace(s.What), fill.Replace(s.Means), fill.Replace(s.Mend)}
}
