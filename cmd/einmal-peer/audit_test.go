package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"testing"

	"einmal/internal/audit"
	"einmal/internal/serverprocess"
)

// TestNothingIsLeftOfACall is the erase audit on the real server, in a process of its own.
func TestNothingIsLeftOfACall(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	data := t.TempDir()
	origin, server := serverprocess.Start(t, data)
	var out bytes.Buffer
	pid := strconv.Itoa(server.Process.Pid)
	err := run(t.Context(), []string{"erase-audit", origin, "-data", data, "-pid", pid, "-json"},
		nil, &out)
	var r audit.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	for _, c := range r.Controls {
		if c.Found == 0 {
			t.Errorf("not found: %s", c.Name)
		}
	}
	for _, p := range r.Places {
		for _, f := range p.Finds {
			t.Errorf("%d × %s, %s, in %s", f.Count, f.Marker, f.Form, f.Place)
		}
	}
	for _, name := range []string{"room id", "room secret", "sealed appointment", "sid", "name",
		"line of the chat",
		"signalling address",
		"address at the relay", "relay tag", "relay user name", "relay credential", "host key",
		"key of the room in the database", "answer to what the server knows",
		"handle of the room", "salt of the box", "head of the box", "piece of the box"} {
		if r.Markers[name] == 0 {
			t.Errorf("the audit has not looked for: %s", name)
		}
	}
	if !r.Clean || err != nil || len(r.Controls) != 4 || len(r.Calls) != 3 {
		t.Errorf("clean %v, %v, %d controls, %d calls", r.Clean, err, len(r.Controls), len(r.Calls))
	}
}

func TestAnAuditSaysWhatItLacks(t *testing.T) {
	for name, test := range map[string]struct {
		args   []string
		status int
	}{
		"no address":              {[]string{}, 2},
		"no directory":            {[]string{"http://localhost:1"}, 2},
		"a directory that is not": {[]string{"http://localhost:1", "-data", "/nowhere"}, 2},
		"nobody has it open":      {[]string{"http://localhost:1", "-data", t.TempDir()}, 1},
		"no such process":         {[]string{"http://localhost:1", "-pid", "999999999"}, 1},
		"no rounds":               {[]string{"http://localhost:1", "-pid", "1", "-rounds", "0"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), append([]string{"erase-audit"}, test.args...), nil, io.Discard)
			if got := report(io.Discard, err); got != test.status {
				t.Errorf("status %d, %v", got, err)
			}
		})
	}
}
