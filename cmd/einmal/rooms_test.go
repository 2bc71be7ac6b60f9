package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"einmal/internal/server/servertest"
	"einmal/rooms"
)

func TestARoomOutlivesAKill(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, data)
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	var exit interface{ ExitCode() int }
	if _, err := p.stop(syscall.SIGKILL); !errors.As(err, &exit) {
		t.Fatalf("after SIGKILL: %v", err)
	}
	p = startProgram(t, data)
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "room-exists" {
		t.Errorf("the room is lost: %s", got)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 2); got != "created" {
		t.Errorf("another room: %s", got)
	}
}

func TestAServerTakesNoMoreRoomsThanItMay(t *testing.T) {
	p := startProgram(t, t.TempDir(), "-quota-rooms", "1")
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 2); got != "server-full" {
		t.Errorf("one too many: %s", got)
	}
	// with a host key of its own
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "room-exists" {
		t.Errorf("one that is there: %s", got)
	}
	out, err := exec.Command("einmal", "room", "new", "-public-url",
		p.Public).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "server-full: The server has no place") {
		t.Errorf("einmal room new: %v, %s", err, out)
	}
}

// TestAStoreThatBreaksEndsTheServer so that whoever watches over it starts it again.
func TestAStoreThatBreaksEndsTheServer(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, data)
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if err := os.Truncate(filepath.Join(data, rooms.FileName), 2*4096); err != nil {
		t.Fatal(err)
	}
	// Whether an answer still comes is no matter.
	_ = exec.Command("einmal", "room", "list", "-data", data).Run()
	select {
	case err := <-p.ended:
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 ||
			!strings.Contains(p.stderr.String(), "einmal: store-broken: ") {
			t.Errorf("ended with %v: %s", err, p.stderr.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it goes on")
	}
}

// TestAClockFarAheadKeepsTheServerFromStarting with rooms that would be erased, unless the operator
// says that it is right.
func TestAClockFarAheadKeepsTheServerFromStarting(t *testing.T) {
	data := t.TempDir()
	s, err := rooms.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	key := s.RoomKey(rooms.ID{1})
	err = errors.Join(s.Create(key, rooms.Room{Expires: now.Add(-time.Hour), Seats: 2}),
		s.AcceptClock(now.Add(-400*24*time.Hour)), s.Close())
	if err != nil {
		t.Fatal(err)
	}
	early := exec.Command("einmal", serveOn(data, nil)...)
	var said bytes.Buffer
	early.Stderr = &said
	out, err := early.StdoutPipe()
	if err = errors.Join(err, early.Start()); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err == nil {
		t.Errorf("it starts: %s", line)
		early.Process.Kill()
	}
	if err := early.Wait(); err == nil || !strings.Contains(said.String(),
		"einmal: clock-ahead: ") || !strings.Contains(said.String(), " 400 days ") {
		t.Errorf("%v: %s", err, said.String())
	}
	p := startProgram(t, data, "-accept-clock")
	if _, err := p.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	startProgram(t, data)
}
