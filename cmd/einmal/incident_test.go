package main

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestADetailedLogNeedsAReasonAndAnEnd(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct{ level, reason, until, refused string }{
		"the usual":             {"info", "", "", ""},
		"with both":             {"debug", "Verbindungen brechen ab", "2026-03-08T12:00:00Z", ""},
		"an end that is over":   {"debug", "x", "2026-03-05T11:00:00+01:00", ""},
		"without a reason":      {"debug", "", "2026-03-06T12:00:00Z", "needs a reason"},
		"without an end":        {"debug", "x", "", "needs a reason"},
		"for too long":          {"debug", "x", "2026-03-08T12:00:01Z", "more than 72 hours"},
		"an end in words":       {"debug", "x", "tomorrow", "-log-until wants"},
		"a length of time":      {"debug", "x", "24h", "-log-until wants"},
		"a reason of two lines": {"debug", "a\nb", "2026-03-06T12:00:00Z", "printable"},
		"a reason too long": {"debug", strings.Repeat("x", 201), "2026-03-06T12:00:00Z",
			"at most 200"},
		"a reason for nothing": {"info", "x", "", "belong to -log debug"},
		"another level":        {"trace", "", "", "-log wants"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parseIncident(test.level, test.reason, test.until, now)
			if test.refused == "" && (err != nil || got.Reason != test.reason) ||
				test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if over := (config{}).incidentAt(now); over.Reason != "" {
		t.Errorf("none is %+v", over)
	}
}

// debugLine is all that a line of the detailed log may be: fixed words, a kind, a code, a count.
var debugLine = regexp.MustCompile(
	`^time=\S+ level=(DEBUG|INFO) msg="[a-z ]+"( kind=[a-z_]+)?( code=[a-z-]+)?( count=[0-9]+)?$`)

// TestADetailedLogTellsPeopleAndEndsByItself runs the real program for as long as the incident
// lasts.
func TestADetailedLogTellsPeopleAndEndsByItself(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	// a busy machine may need all of it to get there
	for length := 4 * time.Second; !logsInDetail(t, length); length *= 2 {
		if length > time.Minute {
			t.Fatal("the incident was always over before anything happened in it")
		}
	}
}

// logsInDetail is false if the incident was over too soon to say anything.
func logsInDetail(t *testing.T, length time.Duration) bool {
	t.Helper()
	until := time.Now().Add(length).UTC().Truncate(time.Second)
	p := startProgram(t, t.TempDir(), "-log", "debug", "-log-reason", "Connections break",
		"-log-until", until.Format(time.RFC3339))
	tells := func() bool {
		_, body := get(t, p.public+"/privacy?lang=en", nil)
		return strings.Contains(body, "Reason: Connections break")
	}
	told, first, second := tells(), create(t, p, 'r'), create(t, p, 'r')
	if time.Now().After(until) {
		return false
	}
	if !told {
		t.Error("the notice does not tell of it")
	}
	if first != "created" || second != "room-exists" {
		t.Fatal(first, second)
	}
	time.Sleep(time.Until(until))
	for end := time.Now().Add(20 * time.Second); tells(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the notice still tells of it")
		}
	}
	time.Sleep(time.Second) // the log ends at the same moment
	create(t, p, 's')
	if _, err := p.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	log := p.stderr.String()
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for _, line := range lines {
		if !debugLine.MatchString(line) {
			t.Errorf("what is this: %s", line)
		}
	}
	if !strings.Contains(log, "kind=create") || !strings.Contains(log, "code=room-exists") {
		t.Errorf("the detailed log says too little:\n%s", log)
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, "nothing more than usual") {
		t.Errorf("it went on after its end: %s", last)
	}
	return true
}
