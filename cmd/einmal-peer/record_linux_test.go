package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"

	"einmal/internal/recording"

	"golang.org/x/sys/unix"
)

// TestARecorderThatIsKilledLeavesWhatItHad: nobody closes the files then, or signs anything.
func TestARecorderThatIsKilledLeavesWhatItHad(t *testing.T) {
	c := startRecordedCall(t, "yes")
	c.recorder.awaitLine("recording-began")
	c.recorder.typeLine("/stop")
	c.recorder.exitStatus()
	c.dir += "-2"
	process := exec.Command(os.Args[0], "record", c.link, "-into", c.dir, "-json", "-loopback")
	process.Env = append(os.Environ(), asProgram+"=1")
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Wait()
	late := time.AfterFunc(20*time.Second, func() { _ = process.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if bytes.Contains(lines.Bytes(), []byte(`"recording-began"`)) {
			break
		}
	}
	late.Stop()
	time.Sleep(3 * time.Second)
	if err := process.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	if all, heard := c.sounds("person-2-sound.ogg"); heard < 2*time.Second {
		t.Errorf("%s of %s", heard, all)
	}
	if times := c.frames("person-2-picture.ivf"); len(times) < 15 {
		t.Errorf("%d frames", len(times))
	}
	if _, err := recording.CheckDirectory(c.dir); !errors.Is(err, recording.ErrUnsigned) {
		t.Errorf("%v", err)
	}
}

// TestAFullDiskEndsARecordingWell: what was written by then is whole, and signed.
func TestAFullDiskEndsARecordingWell(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=320k"); err != nil {
		t.Skipf("NOT TESTED what a full disk does: no small one can be made here (%v)", err)
	}
	defer unix.Unmount(dir, unix.MNT_DETACH)
	c := startRecordedCall(t, "yes")
	c.recorder.awaitLine("recording-began")
	c.recorder.typeLine("/stop")
	c.recorder.exitStatus()
	c.dir = dir
	c.recorder = startProgram(t, "record", c.link, "-into", dir)
	c.recorder.awaitLine("recording-began")
	if e := c.recorder.awaitLine("recording-ended"); e.Code != "failed" {
		t.Errorf("ended with %q", e.Code)
	}
	if status := c.recorder.exitStatus(); status != 1 {
		t.Errorf("status %d", status)
	}
	if p := c.verify(); len(p.Files) == 0 {
		t.Error("nothing is left")
	}
	if _, heard := c.sounds("person-2-sound.ogg"); heard < time.Second {
		t.Errorf("%s of sound", heard)
	}
}
