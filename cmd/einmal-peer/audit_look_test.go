package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestNothingIsLeftOfWhatTheOperatorWasTold: during the calls of an audit somebody looks at everything again and again, with
// addresses.
func TestNothingIsLeftOfWhatTheOperatorWasTold(t *testing.T) {
	data := t.TempDir()
	origin, server := startServerOn(t, data)
	seen := make(chan int)
	go func() { seen <- lookOn(t, data) }()
	var out bytes.Buffer
	err := run(t.Context(), []string{"erase-audit", origin, "-data", data, "-pid", strconv.Itoa(server.Process.Pid), "-json"}, nil, &out)
	var r auditReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	for _, p := range r.Places {
		for _, f := range p.Finds {
			t.Errorf("%d × %s, %s, in %s", f.Count, f.Marker, f.Form, f.Place)
		}
	}
	// How many are seen at a time depends on when the machine lets the onlooker look; without anybody nothing was told.
	if people := <-seen; !r.Clean || err != nil || people < 2 {
		t.Errorf("clean %v, %v; %d people were seen at a time", r.Clean, err, people)
	}
}

// lookOn asks until there were rooms and are none any more, and returns how many people were seen at a time at most.
func lookOn(t *testing.T, data string) (most int) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		out, err := exec.Command(serverProgram, "room", "what", "-data", data, "-addresses").Output()
		people := strings.Count(string(out), "connection from")
		switch most = max(most, people); {
		case err != nil:
			t.Errorf("einmal room what: %v", err)
			return most
		case most > 0 && people == 0:
			return most
		}
	}
	return most
}
