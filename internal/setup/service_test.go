package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/cli"
	"einmal/internal/config"
)

// TestTheSocketIsForPort443OfAllAddresses, which it takes over from a server that has it; behind a
// proxy it goes. Another port may be in a file of its own, and is left alone.
func TestTheSocketIsForPort443OfAllAddresses(t *testing.T) {
	for _, c := range []struct {
		host                   string
		port                   uint16
		hasSocket, isListening bool
		want                   string
	}{
		{"", 443, true, false, "[[enable einmal.socket] [stop einmal.service] " +
			"[start einmal.socket] [enable einmal.service] [restart einmal.service]]"},
		{"::", 443, true, true,
			"[[enable einmal.socket] [enable einmal.service] [restart einmal.service]]"},
		{"", 443, false, false, "[[enable einmal.service] [restart einmal.service]]"},
		{"127.0.0.1", 8080, true, true, "[[disable --now einmal.socket] " +
			"[enable einmal.service] [restart einmal.service]]"},
		{"", 8443, true, true, "[[enable einmal.service] [restart einmal.service]]"},
	} {
		commands := unitCommands(config.Config{Host: c.host, Port: c.port}, c.hasSocket,
			c.isListening, false)
		if got := fmt.Sprint(commands); got != c.want {
			t.Errorf("%q, %d: %s", c.host, c.port, got)
		}
	}
}

// TestOnlyASocketThatTakesThePortOverStopsAServerThatGoesOn: nothing else restarts it.
func TestOnlyASocketThatTakesThePortOverStopsAServerThatGoesOn(t *testing.T) {
	for isListening, want := range map[bool]string{
		true: "[[enable einmal.socket] [enable einmal.service]]",
		false: "[[enable einmal.socket] [stop einmal.service] [start einmal.socket] " +
			"[enable einmal.service] [restart einmal.service]]",
	} {
		commands := unitCommands(config.Config{Port: 443}, true, isListening, true)
		if got := fmt.Sprint(commands); got != want {
			t.Errorf("listening %t: %s", isListening, got)
		}
	}
}

// TestAServerThatHasReadAllFilesGoesOn, and no other: a file may have changed by hand as well.
func TestAServerThatHasReadAllFilesGoesOn(t *testing.T) {
	start := time.Now().Add(-time.Hour).Truncate(time.Second)
	unix := fmt.Sprintf("@%d", start.Unix())
	for name, c := range map[string]struct {
		active, since string
		changed       time.Duration // after the start
		want          bool
	}{
		"it has read them":          {"0", unix, -time.Second, true},
		"one has changed since":     {"0", unix, time.Minute, false},
		"perhaps one has":           {"0", unix, 0, false},
		"it does not run":           {"3", unix, -time.Second, false},
		"systemd is an old one":     {"0", "Mon 2026-11-30 12:00:00 UTC", -time.Second, false},
		"there is no such property": {"0", "", -time.Second, false},
	} {
		dir := t.TempDir()
		one, other := filepath.Join(dir, "one"), filepath.Join(dir, "other")
		script := "#!/bin/sh\n[ \"$1\" = is-active ] && exit " + c.active + "\necho \"" + c.since +
			"\"\n"
		for file, text := range map[string]string{one: "", other: "",
			filepath.Join(dir, "systemctl"): script} {
			//nolint:gosec // one of them is to be run
			if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		for file, changed := range map[string]time.Duration{one: -time.Minute, other: c.changed} {
			if err := os.Chtimes(file, time.Time{}, start.Add(changed)); err != nil {
				t.Fatal(err)
			}
		}
		t.Setenv("PATH", dir)
		if got := hasRead(t.Context(), one, other); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestWhatSetupDoesNotChangeKeepsItsTime, by which a server that has read it is known.
func TestWhatSetupDoesNotChangeKeepsItsTime(t *testing.T) {
	root := t.TempDir()
	conf, operator := filepath.Join(root, cli.ConfigPath), filepath.Join(root, operatorPath)
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	for name, c := range map[string]struct {
		change         answers
		conf, operator bool // has changed
	}{"nothing": {}, "the operator": {answers{"name": "Weber AG"}, false, true},
		"a flag": {answers{"create": "open"}, true, false}} {
		if _, err := runSetup(t, root, base, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{conf, operator} {
			if err := os.Chtimes(file, time.Time{}, long); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := runSetup(t, root, with(base, c.change), Options{}); err != nil {
			t.Fatal(err)
		}
		for file, want := range map[string]bool{conf: c.conf, operator: c.operator} {
			info, err := os.Stat(file)
			if err != nil || info.ModTime().After(long) != want {
				t.Errorf("%s: %s: %v, %v", name, file, info, err)
			}
		}
	}
}
