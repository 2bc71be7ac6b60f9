package signal

import (
	"os"
	"os/exec"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
)

// untilNoted waits until the newest removal is on disk.
func (p *testRoom) untilNoted() {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if room, err := p.stored(); err == nil && room.Removal == p.epoch {
			return
		}
	}
	p.t.Fatal("the removal was not noted")
}

func TestAfterARestartWhoWasRemovedIsNoMember(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	before := p.newest
	p.remove(host, guests[1], guests[0])
	p.untilNoted()
	newest := p.newest
	for _, isUsed := range []bool{false, true} {
		r.restart()
		// The removed one is the first who comes, with a list that the host has signed.
		removed, w := p.back(guests[1], false, before)
		if w.SID == guests[1].sid || w.Role != protocol.RoleKnocker || w.Roster != nil {
			t.Fatalf("the removed one was welcomed as %+v", w)
		}
		// Nobody else makes a member of it either.
		guest, w := p.back(guests[0], false, before)
		if w.Role != protocol.RoleKnocker {
			t.Fatalf("by the old list a guest was welcomed as %+v", w)
		}
		guest.send(&protocol.Leave{})
		expect[gotClose](guest)
		guest, w = p.back(guests[0], false, newest)
		if w.SID != guests[0].sid || w.Role != protocol.RoleGuest ||
			w.Roster.Epoch != newest.Epoch {
			t.Fatalf("by the newest list a guest was welcomed as %+v", w)
		}
		p.newest = newest
		host = p.host() // on another device, it builds on what the server shows it
		if !reflect.DeepEqual(host.welcomed.Knockers, []protocol.SID{removed.sid}) {
			t.Error("others wait than the one who was removed")
		}
		removed.quietAfterHost()
		if len(removed.relays) > 0 {
			t.Error("the removed one got credentials")
		}
		if !isUsed {
			p.use(host, guest)
		}
	}
}

// quietAfterHost takes the word that there is a host, and looks that nothing else has come.
func (c *client) quietAfterHost() {
	c.t.Helper()
	expect[*protocol.Host](c)
	c.quiet()
}

func TestARemovalDuringAnOutageHoldsAfterTheNextRestart(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	before := p.newest
	p.use(host, guests[0])
	r.restart()
	// While the server was away the host removed somebody by the direct ways; now it brings that
	// list.
	p.newest = p.roster(p.members[:2]...)
	p.back(host, true, p.newest)
	p.untilNoted()
	r.restart()
	if _, w := p.back(guests[1], false, before); w.Role != protocol.RoleKnocker {
		t.Errorf("the removed one was welcomed as %+v", w)
	}
}

// TestWhoIsNotOnTheListOfAHostWhoCameBackIsNoMember: the host had left for now, and the room was let
// go of meanwhile.
func TestWhoIsNotOnTheListOfAHostWhoCameBackIsNoMember(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	p.use(host, guests[0])
	before := p.newest
	host.send(&protocol.Leave{Keep: true})
	expect[gotClose](host)
	p.untilNoted() // none older than this one
	r.restart()
	// By that list itself somebody comes back.
	if _, w := p.back(guests[0], false, before); w.Role != protocol.RoleGuest {
		t.Fatalf("by the list that holds a guest was welcomed as %+v", w)
	}
	r.restart()
	p.newest = nil
	host = p.host() // on another device, which knows nobody
	p.install(host, []protocol.Member{member(host, protocol.RoleHost)})
	p.untilNoted()
	r.restart()
	if _, w := p.back(guests[0], false, before); w.Role != protocol.RoleKnocker {
		t.Errorf("by the earlier list a guest was welcomed as %+v", w)
	}
}

// onFullDisk runs a test in a process of its own, since the limit is the process's: go test has
// files, too.
func onFullDisk(t *testing.T, test func(*testing.T, *testServer)) {
	t.Helper()
	const own = "EINMAL_TEST_OWN_PROCESS"
	if os.Getenv(own) != "" {
		atTime(t, test)
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), own+"=1")
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// limitFiles makes every write to a file fail that goes beyond a size (RLIMIT_FSIZE), as on a full
// disk.
func limitFiles(t *testing.T, size uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = min(size, limit.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
}

const noLimit = ^uint64(0)

func TestWhatCouldNotBeNotedIsNotedLater(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(4)
		host, guests := p.call(3)
		limitFiles(t, 0)
		host.send(&protocol.Connected{})
		guests[0].send(&protocol.Connected{})
		p.remove(host, guests[2], guests[:2]...)
		p.remove(host, guests[1], guests[0])
		time.Sleep(10 * time.Minute)
		if room, err := p.stored(); err != nil || room.Used || room.Removal != 0 {
			t.Fatalf("stored %+v, %v: the disk is not full", room, err)
		}
		guests[0].frame(host.sid, "we go on")
		expect[gotFrame](host)
		limitFiles(t, noLimit)
		time.Sleep(roomstate.RetryTime + moment)
		if room, err := p.stored(); err != nil || !room.Used || room.Removal != p.epoch {
			t.Errorf("stored %+v, %v", room, err)
		}
		r.hub.Close()
		// After 1, 2, 4, 8, 16 and 32 seconds, and then each minute.
		if n := strings.Count(r.log.String(), `operation="note in room"`); n < 10 || n > 20 {
			t.Errorf("%d tries in ten minutes", n)
		}
	})
}

func TestWhatCouldNotBeNotedIsNotedAtTheEndAtTheLatest(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		limitFiles(t, 0)
		p.remove(host, guests[0])
		host.lose()
		// nobody is left, but the room is not let go of
		time.Sleep(roomstate.GraceTime + 2*roomstate.RetryTime)
		limitFiles(t, noLimit)
		r.hub.Close()
		if room, err := p.stored(); err != nil || room.Removal != p.epoch {
			t.Errorf("stored %+v, %v", room, err)
		}
	})
}

func TestARoomThatEndsIsNotNotedAnyMore(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(2)
		limitFiles(t, 0)
		p.remove(host, guests[1], guests[0])
		time.Sleep(time.Minute)
		limitFiles(t, noLimit)
		host.send(p.end())
		expect[*protocol.End](host)
		time.Sleep(time.Hour)
		synctest.Wait()
		if _, isLive := r.hub.rooms[r.store.RoomKey([16]byte(p.room))]; isLive || !p.gone() {
			t.Error("the room is there")
		}
	})
}
