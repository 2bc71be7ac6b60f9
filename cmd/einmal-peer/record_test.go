package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"einmal/internal/recording"
	"einmal/internal/server/servertest"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
	"github.com/pion/webrtc/v4/pkg/media/oggreader"
)

const square = "../../internal/mediafile/testdata/square.ivf"

// recordedCall is a host who agrees, and a recorder in the room.
type recordedCall struct {
	t         *testing.T
	link, dir string
	host      *testProgram
	recorder  *testProgram
}

func startRecordedCall(t *testing.T, consent string, flags ...string) *recordedCall {
	t.Helper()
	server := servertest.Start(t).Public
	c := &recordedCall{t: t, dir: filepath.Join(t.TempDir(), "podcast")}
	c.host = startProgram(t, "host", "-server", server, "-tone", "-media", square, "-consent",
		consent)
	c.link = c.host.awaitLine("link").Guest
	c.recorder = startProgram(t, append([]string{"record", c.link, "-into", c.dir, "-why",
		"A podcast"}, flags...)...)
	return c
}

func (c *recordedCall) guest(consent string) *testProgram {
	return startProgram(c.t, "join", c.link, "-name", "Anna", "-tone", "-media", square, "-consent",
		consent)
}

// files has the names of all that lies in the folder.
func (c *recordedCall) files() (names []string) {
	inside, err := os.ReadDir(c.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		c.t.Fatal(err)
	}
	for _, one := range inside {
		names = append(names, one.Name())
	}
	return names
}

func (c *recordedCall) verify() *recording.Proof {
	c.t.Helper()
	p, err := recording.CheckDirectory(c.dir)
	if err != nil {
		c.t.Fatalf("%v, of %v", err, c.files())
	}
	return p
}

// sounds gives how long a file is, and how much of that is not silence that was put in.
func (c *recordedCall) sounds(name string) (all, heard time.Duration) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	reader, _, err := oggreader.NewWith(bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	for {
		payload, page, err := reader.ParseNextPage()
		if err != nil {
			return all, heard
		}
		all = time.Duration(page.GranulePosition) * time.Second / 48000
		if len(payload) > 3 && !bytes.HasPrefix(payload, []byte("OpusTags")) {
			heard += 20 * time.Millisecond
		}
	}
}

func (c *recordedCall) frames(name string) (times []uint64) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	reader, _, err := ivfreader.NewWith(bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	for {
		_, one, err := reader.ParseNextFrame()
		if err != nil {
			return times
		}
		times = append(times, one.Timestamp/1000)
	}
}

func TestEachIsRecordedAsFarAsTheyAgree(t *testing.T) {
	c := startRecordedCall(t, "ask")
	c.host.awaitLine("record-asked")
	anna := c.guest("yes-without-picture")
	anna.awaitLine("record-asked")
	c.recorder.awaitLine("record-answered") // its own
	time.Sleep(time.Second)
	if names := c.files(); !slices.Equal(names, []string{".spare"}) {
		t.Errorf("before everybody has agreed there is %v", names)
	}
	c.host.typeLine("/agree")
	c.recorder.awaitLine("recording-began")
	for _, p := range []*testProgram{c.host, anna} {
		p.awaitLine("recording")
	}
	time.Sleep(3 * time.Second)
	c.recorder.typeLine("/stop")
	if status := c.recorder.exitStatus(); status != 0 {
		t.Errorf("status %d", status)
	}
	if e := anna.awaitLine("recording-over"); e.Code != "stopped" {
		t.Errorf("over with %q", e.Code)
	}
	want := []string{"consent.json", "person-2-picture.ivf", "person-2-sound.ogg",
		"person-3-sound.ogg"}
	p := c.verify()
	if p.People[1].Name == "Anna" {
		want[1], want[2], want[3] = "person-2-sound.ogg", "person-3-picture.ivf",
			"person-3-sound.ogg"
	}
	if names := c.files(); !slices.Equal(names, want) {
		t.Fatalf("files %v", names)
	}
	if len(p.People) != 3 || len(p.Files) != 3 || p.Why != "A podcast" ||
		!slices.Contains(p.What, "separate") {
		t.Errorf("%+v", p)
	}
	lasted := time.Duration(p.Ended-p.Began) * time.Millisecond
	for _, name := range want[1:] {
		if filepath.Ext(name) == ".ivf" {
			if times := c.frames(name); len(times) < 15 || times[0] > 2000 {
				t.Errorf("%d frames, from %v on", len(times), times[:1])
			}
			continue
		}
		all, heard := c.sounds(name)
		if (all-lasted).Abs() > 50*time.Millisecond || heard < 2*time.Second {
			t.Errorf("%s: %s of %s, in a recording of %s", name, heard, all, lasted)
		}
	}
}

func TestANoLeavesNothingAtAll(t *testing.T) {
	c := startRecordedCall(t, "no")
	if e := c.recorder.awaitLine("recording-ended"); e.Code != "refused" {
		t.Errorf("ended with %q", e.Code)
	}
	if status := c.recorder.exitStatus(); status != 1 {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is %v", c.files())
	}
}

func TestWithoutAnAnswerNothingIsRecorded(t *testing.T) {
	c := startRecordedCall(t, "ask", "-wait", "1s")
	if status := c.recorder.exitStatus(); status != 1 {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is %v", c.files())
	}
}

// TestANewcomerIsAskedAndNobodyIsRecordedAfterANo: what comes before a yes and after a no is
// silence in the file.
func TestANewcomerIsAskedAndNobodyIsRecordedAfterANo(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	c := startRecordedCall(t, "yes", "-go-on")
	c.recorder.awaitLine("recording-began")
	anna := c.guest("ask")
	anna.awaitLine("record-asked")
	if e := anna.awaitLine("recording"); e.Code != "no" {
		t.Errorf("with the answer %q", e.Code)
	}
	time.Sleep(2 * time.Second)
	if slices.Contains(c.files(), "person-3-sound.ogg") {
		t.Error("a newcomer is recorded before her yes")
	}
	anna.typeLine("/agree")
	c.recorder.awaitLine("record-answered")
	time.Sleep(2 * time.Second)
	anna.typeLine("/withdraw")
	for e := c.recorder.awaitLine("record-answered"); e.Code != "no"; {
		e = c.recorder.awaitLine("record-answered")
	}
	withdrawn := time.Now()
	if e := anna.awaitLine("recording"); e.Code != "yes" { // after her yes
		t.Errorf("with the answer %q", e.Code)
	}
	time.Sleep(2 * time.Second)
	c.recorder.interrupt()
	if status := c.recorder.exitStatus(); status != 0 {
		t.Errorf("status %d", status)
	}
	p := c.verify()
	if len(p.People) != 3 || len(p.People[2].Answers) != 2 {
		t.Fatalf("%+v", p.People)
	}
	all, heard := c.sounds("person-3-sound.ogg")
	if heard < time.Second || heard > 3*time.Second || all < heard+3*time.Second {
		t.Errorf("%s of %s", heard, all)
	}
	times := c.frames("person-3-picture.ivf")
	last := time.UnixMilli(int64(p.Began + times[len(times)-1]))
	if last.After(withdrawn.Add(time.Second)) {
		t.Errorf("her last picture is %s after her no", last.Sub(withdrawn))
	}
}

func TestAWithdrawalEndsItWithinASecond(t *testing.T) {
	c := startRecordedCall(t, "yes")
	c.recorder.awaitLine("recording-began")
	time.Sleep(time.Second)
	c.host.typeLine("/withdraw")
	said := time.Now()
	if e := c.recorder.awaitLine("recording-ended"); e.Code != "withdrawn" ||
		time.Since(said) > time.Second {
		t.Errorf("%q after %s", e.Code, time.Since(said))
	}
	if status := c.recorder.exitStatus(); status != 0 {
		t.Errorf("status %d", status)
	}
	if p := c.verify(); len(p.People[1].Answers) != 2 || p.People[1].Answers[1].Answer != "no" {
		t.Errorf("%+v", p.People[1])
	}
}

func TestTheEndOfTheCallEndsARecordingWell(t *testing.T) {
	c := startRecordedCall(t, "yes")
	c.recorder.awaitLine("recording-began")
	time.Sleep(time.Second)
	c.host.in.Close()
	if status := c.recorder.exitStatus(); status != 0 {
		t.Errorf("status %d", status)
	}
	c.verify()
}

func TestWhatIsNoPlaceForARecordingIsRefusedFirst(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := startProgram(t, "record", otherLink, "-into", dir)
	if status := r.exitStatus(); status != 1 {
		t.Errorf("status %d", status)
	}
	for _, flags := range [][]string{{}, {"-into", dir, "-what", "noise"},
		{"-into", dir, "-what", ""}, {"-into", dir, "-wait", "0s"}} {
		r := startProgram(t, append([]string{"record", otherLink}, flags...)...)
		if status := r.exitStatus(); status != 2 {
			t.Errorf("%v: status %d", flags, status)
		}
	}
}
