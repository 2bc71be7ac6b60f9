package main

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"einmal/internal/server/servertest"
)

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
		_, body := servertest.Get(t, p.Public+"/privacy?lang=en", nil)
		return strings.Contains(body, "Reason: Connections break")
	}
	told, first, second := tells(), servertest.CreateRoom(t, p.Endpoint,
		'r'), servertest.CreateRoom(t, p.Endpoint, 'r')
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
	servertest.CreateRoom(t, p.Endpoint, 's')
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
