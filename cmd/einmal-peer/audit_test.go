package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"einmal/internal/residue"
)

// TestNothingIsLeftOfACall is the erase audit on the real server, in a process of its own.
func TestNothingIsLeftOfACall(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	data := t.TempDir()
	origin, server := startServerOn(t, data)
	var out bytes.Buffer
	pid := strconv.Itoa(server.Process.Pid)
	err := run(t.Context(), []string{"erase-audit", origin, "-data", data, "-pid", pid, "-json"},
		nil, &out)
	var r auditReport
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
	for _, name := range []string{"room id", "room secret", "sid", "name", "line of the chat",
		"signalling address",
		"address at the relay", "relay tag", "relay user name", "relay credential", "host key", markerKey, markerTold, "handle of the room"} {
		if r.Markers[name] == 0 {
			t.Errorf("the audit has not looked for: %s", name)
		}
	}
	if !r.Clean || err != nil || len(r.Controls) != 3 || len(r.Calls) != 3 {
		t.Errorf("clean %v, %v, %d controls, %d calls", r.Clean, err, len(r.Controls), len(r.Calls))
	}
}

// TestAnAuditThatLooksTooSoonFindsWhatIsStillThere shows that an audit can fail.
func TestAnAuditThatLooksTooSoonFindsWhatIsStillThere(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	data := t.TempDir()
	origin, server := startServerOn(t, data)
	f := auditFlags{data: data, pid: server.Process.Pid, rounds: 1}
	a, err := f.audit(origin)
	if err != nil {
		t.Fatal(err)
	}
	a.patience = 0
	if err := a.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a.report.Clean || len(a.report.Places[2].Finds) == 0 {
		t.Errorf("clean %v with %d finds in memory", a.report.Clean, len(a.report.Places[2].Finds))
	}
	// the disk is clean before anybody hears that the call is over
	if finds := a.report.Places[0].Finds; len(finds) > 0 {
		t.Errorf("%+v", finds)
	}
}

// TestNothingIsLeftOfACallOnTheRawDisk looks at the blocks of a file system, also the free ones.
func TestNothingIsLeftOfACallOnTheRawDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	image, data := mountExt4(t)
	origin, server := startServerOn(t, data)
	p, err := findPlaces(data, server.Process.Pid, nil)
	if err != nil {
		t.Fatal(err)
	}
	var calls []*auditCall
	var markers []residue.Marker
	for range 3 {
		call, err := holdCall(t.Context(), origin, "", auditRoutes[0])
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, call)
		markers = append(markers, call.markers()...)
	}
	s := residue.NewSearch(append(markers, p.keysOf(calls)...))
	if found, err := s.SearchFiles(image); err != nil || len(found.Finds) == 0 {
		t.Fatalf("during the calls: %+v, %v", found, err)
	}
	for _, call := range calls {
		if err := call.end(); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("sync").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	found, err := s.SearchFiles(image)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Finds {
		t.Errorf("%d × %s, %s, in the image", f.Count, f.Marker, f.Form)
	}
}

// mountExt4 mounts a new file system; it skips the test where that is not allowed.
func mountExt4(t *testing.T) (image, data string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a file system")
	}
	dir := t.TempDir()
	image, mount := filepath.Join(dir, "image"), filepath.Join(dir, "mount")
	if err := os.Mkdir(mount, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"truncate", "-s", "32M", image},
		{"mkfs.ext4", "-q", image},
		{"mount", "-o", "loop", image, mount},
	} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("%s: %v: %s", command[0], err, out)
		}
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", mount).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	return image, filepath.Join(mount, "data")
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
