package audit

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"einmal/internal/links"
	"einmal/internal/residue"
	"einmal/internal/serverprocess"
)

func TestMain(m *testing.M) { os.Exit(serverprocess.RunTests(m)) }

func newLinkOn(origin string) func() (links.Link, error) {
	return func() (links.Link, error) { return links.New(origin, links.Chat) }
}

// startAudit runs the server, in a process of its own, and gives an audit of it.
func startAudit(t *testing.T, data string) *audit {
	t.Helper()
	origin, server := serverprocess.Start(t, data)
	places, err := FindPlaces(data, server.Process.Pid, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newAudit(Config{NewLink: newLinkOn(origin), Places: places, Rounds: 1})
}

// TestAnAuditOfCallsThatGoOnFindsThem shows that an audit can fail. It looks while the calls go on:
// what is in memory after their end may be gone before it is looked at.
func TestAnAuditOfCallsThatGoOnFindsThem(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	a := startAudit(t, t.TempDir())
	a.patience = 0
	calls, err := a.holdCalls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	search := residue.NewSearch(a.markersOf(calls))
	if err := a.searchUntilClean(t.Context(), search); err != nil {
		t.Fatal(err)
	}
	if a.report.Clean || len(a.report.Places[2].Finds) == 0 {
		t.Errorf("clean %v with %d finds in memory", a.report.Clean, len(a.report.Places[2].Finds))
	}
	if err := endAll(calls); err != nil {
		t.Fatal(err)
	}
	// the disk is clean before anybody hears that the call is over
	after, err := a.Places.searchPlaces(search)
	if err != nil {
		t.Fatal(err)
	}
	if len(after.data.Finds) > 0 {
		t.Errorf("%+v", after.data.Finds)
	}
}

// TestNothingIsLeftOfACallOnTheRawDisk looks at the blocks of a file system, also the free ones.
func TestNothingIsLeftOfACallOnTheRawDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	image, data := mountExt4(t, "32M")
	origin, server := serverprocess.Start(t, data)
	p, err := FindPlaces(data, server.Process.Pid, nil)
	if err != nil {
		t.Fatal(err)
	}
	var calls []*heldCall
	var markers []residue.Marker
	for range 3 {
		call, err := holdCall(t.Context(), newLinkOn(origin), routesOfRound[0])
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, call)
		markers = append(markers, call.markers()...)
	}
	s := residue.NewSearch(append(markers, p.roomKeys(calls)...))
	if found, err := s.SearchFiles(image); err != nil || len(found.Finds) == 0 {
		t.Fatalf("during the calls: %+v, %v", found, err)
	}
	if err := endAll(calls); err != nil {
		t.Fatal(err)
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
func mountExt4(t *testing.T, size string) (image, data string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can mount a file system")
	}
	dir := t.TempDir()
	image, mount := filepath.Join(dir, "image"), filepath.Join(dir, "mount")
	if err := os.Mkdir(mount, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"truncate", "-s", size, image},
		{"mkfs.ext4", "-q", image},
		{"mount", "-o", "loop", image, mount},
	} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("SKIPPED: %s: %v: %s", command[0], err, out)
		}
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", mount).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	return image, filepath.Join(mount, "data")
}
