package signal

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// A fault of the server's own is no end of a room: who comes is told to come back later, or is let
// in.

func TestWhoComesWhileARoomCannotBeErasedIsLetIn(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		free := r.hold(p) // the erasure waits
		host.send(p.end())
		synctest.Wait()
		late := r.connect()
		late.send(p.joinMessage(late, false))
		synctest.Wait()
		if len(late.in) > 0 {
			t.Fatalf("it was told %T before anybody knows", <-late.in)
		}
		limitFiles(t, 0)
		free()
		if w := late.welcome(); w.Role != protocol.RoleKnocker {
			t.Errorf("welcomed as %+v", w)
		}
		host.expectEnd(protocol.CodeInternal)
		guests[0].quiet()
		limitFiles(t, noLimit)
	})
}

func TestWhoComesWhileARoomIsErasedHearsThatItIsGone(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host := p.host()
		free := r.hold(p)
		host.send(p.end())
		synctest.Wait()
		late := r.connect()
		late.send(p.joinMessage(late, false))
		synctest.Wait()
		free()
		late.expectEnd(protocol.CodeRoomGone)
	})
}

func TestWhoIsLetInWaitsForNoDisk(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, _ := p.call(0)
	defer r.hold(p)()
	guest := p.admit(host)
	if access := expect[*protocol.RelayAccess](guest); len(access.URLs) == 0 {
		t.Error("there is no relay")
	}
}

// hold keeps what a room has for the disk from being done until free is called.
func (r *testServer) hold(p *testRoom) (free func()) {
	wait := make(chan struct{})
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	l := r.hub.rooms[r.store.RoomKey(rooms.ID(p.room))]
	r.hub.queueJob(l, &l.store, func() { <-wait })
	return func() { close(wait) }
}

func TestAFileThatWasTakenAwayIsNoEndOfARoom(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	if err := os.Remove(filepath.Join(r.dir, rooms.FileName)); err != nil {
		t.Fatal(err)
	}
	p.knock() // the file is there as long as it is open
}

func TestAFileThatWasCutShortIsNoEndOfARoom(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	r.damage(func(path string) error { return os.Truncate(path, 2*4096) })
	for _, host := range []bool{true, false} {
		c := r.connect()
		c.send(p.joinMessage(c, host))
		c.expectEnd(protocol.CodeInternal)
	}
	c := r.connect()
	c.send(p.createMessage(c, 2, 24*60*60))
	c.expectEnd(protocol.CodeInternal)
}

// damage breaks the store's file; what the test ends with is another one.
func (r *testServer) damage(how func(path string) error) {
	r.t.Helper()
	broken := r.store
	if err := how(filepath.Join(r.dir, rooms.FileName)); err != nil {
		r.t.Fatal(err)
	}
	var err error
	if r.store, err = rooms.Open(r.t.TempDir()); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = broken.Close() }) // it fails: the store is broken
}
