package signal

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

const day = 24 * time.Hour

func TestAMovedRoomIsOnDiskBeforeAnybodyIsTold(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	a := protocol.Appointment{1, 2, 3}
	for _, step := range []struct {
		life time.Duration
		a    protocol.Appointment
	}{{20 * day, a}, {3 * time.Hour, protocol.Appointment{}}} { // a shorter life is allowed
		before := time.Now()
		m := p.move(step.life, step.a)
		room, err := p.stored()
		if err != nil || m.Appointment != step.a || room.Appointment != step.a ||
			room.Expires.Unix() != m.Expires || !room.Expires.Equal(room.Expires.Truncate(time.Hour)) {
			t.Fatalf("told is %+v, stored %+v, %v", m, room, err)
		}
		if ahead := room.Expires.Sub(before); ahead < step.life || ahead > step.life+2*time.Hour {
			t.Errorf("it expires in %v", ahead)
		}
		for _, c := range []*client{host, guests[0], knocker} {
			if got := expect[*protocol.Moved](c); *got != *m {
				t.Errorf("in the room is told %+v, not %+v", got, m)
			}
		}
	}
}

func TestARoomIsMovedThoughNobodyIsThere(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	a := protocol.Appointment{7}
	m := p.move(20*day, a)
	r.until(func() bool { return len(r.hub.rooms) == 0 })
	r.restart()
	if room, err := p.stored(); err != nil || room.Expires.Unix() != m.Expires ||
		room.Appointment != a {
		t.Errorf("stored %+v, %v", room, err)
	}
	c := r.connect()
	c.send(p.joinMessage(c, false))
	if w := c.welcome(); w.Appointment != a {
		t.Errorf("welcomed with %+v", w)
	}
}

func TestAMoveNeedsTheHostsSignatureOverAllOfIt(t *testing.T) {
	r := newTestServer(t)
	p, other := r.newRoom(3), r.newRoom(3)
	host := p.host()
	before, err := p.stored()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*protocol.Move){
		"another life":        func(m *protocol.Move) { m.Lifetime++ },
		"another appointment": func(m *protocol.Move) { m.Appointment[35] ^= 1 },
		"no appointment":      func(m *protocol.Move) { m.Appointment = protocol.Appointment{} },
		"another room":        func(m *protocol.Move) { m.Room = other.room },
		"another nonce": func(m *protocol.Move) {
			m.Signature = p.sign(protocol.MoveBytes(protocol.Nonce{}, &p.room, m.Lifetime,
				m.Appointment))
		},
	} {
		c := r.connect()
		m := p.moveMessage(c, 5*day, protocol.Appointment{1})
		change(m)
		c.send(m)
		c.expectEnd(protocol.CodeBadSignature)
		if got, err := p.stored(); err != nil || got != before {
			t.Errorf("%s: stored %+v, %v", name, got, err)
		}
	}
	r.until(func() bool { return len(r.hub.rooms) == 1 }) // no other is held in memory for it
	host.quiet()
}

func TestWhatIsNotThereOrTooLongOrTooOftenIsNotMoved(t *testing.T) {
	r := newTestServer(t, func(c *Config) { c.Create = CreatePolicy{MaxLifetime: 30 * day} })
	for name, p := range map[string]*testRoom{"never there": r.uncreatedRoom(),
		"ended": r.storedRoom(t)} {
		if name == "ended" {
			if err := r.hub.EndRoom(p.handle()); err != nil {
				t.Fatal(err)
			}
		}
		c := r.connect()
		c.send(p.moveMessage(c, 5*day, protocol.Appointment{}))
		c.expectEnd(protocol.CodeRoomGone)
	}
	p := r.storedRoom(t) // creating is not allowed here, and moving is
	for life, want := range map[time.Duration]protocol.Code{30 * day: "",
		30*day + time.Second: protocol.CodeTooLong} {
		c := r.connect()
		c.send(p.moveMessage(c, life, protocol.Appointment{}))
		if want == "" {
			expect[*protocol.Moved](c)
		} else {
			c.expectEnd(want)
		}
	}
	host := p.host()
	host.send(p.moveMessage(host, day, protocol.Appointment{}))
	host.expectEnd(protocol.CodeWrongState)
	c := r.connect()
	r.until(func() bool { return len(r.hub.conns) > 0 })
	r.hub.mu.Lock()
	for _, conn := range r.hub.conns {
		for conn.source.CountAttempt(time.Now()) { // until there are too many
		}
	}
	r.hub.mu.Unlock()
	c.send(p.moveMessage(c, day, protocol.Appointment{}))
	c.expectEnd(protocol.CodeTooMany)
}

// storedRoom is a room that was made by other means.
func (r *testServer) storedRoom(t *testing.T) *testRoom {
	t.Helper()
	p := r.uncreatedRoom()
	if err := r.store.Create(r.store.RoomKey(rooms.ID(p.room)), rooms.Room{
		Expires: time.Now().Add(day), Seats: 3, HostKey: p.hostKey}); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestMovesAtOnceLeaveOneOfThem: also while the record is written for other reasons, and while
// people come and go.
func TestMovesAtOnceLeaveOneOfThem(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	var all sync.WaitGroup
	const moves = 8
	for i := range moves {
		c := r.connect()
		c.send(p.moveMessage(c, time.Duration(2+i)*day, protocol.Appointment{byte(1 + i)}))
		all.Go(func() { expect[*protocol.Moved](c) })
	}
	host.send(&protocol.Connected{})
	guests[0].send(&protocol.Connected{})
	all.Wait()
	var last *protocol.Moved
	for range moves {
		last = expect[*protocol.Moved](host)
	}
	p.use(host, guests[0])
	r.until(func() bool { return r.hub.rooms[r.store.RoomKey(rooms.ID(p.room))].room.IsSaved() })
	room, err := p.stored()
	if err != nil || room.Expires.Unix() != last.Expires || room.Appointment != last.Appointment ||
		!room.Used {
		t.Errorf("stored %+v, %v, and last was told %+v", room, err, last)
	}
}

func TestAMoveThatMeetsTheEndIsAnsweredAfterIt(t *testing.T) {
	r := newTestServer(t)
	for range 10 {
		p := r.newRoom(2)
		host, c := p.host(), r.connect()
		host.send(p.end())
		c.send(p.moveMessage(c, 5*day, protocol.Appointment{1}))
		for got := range c.in {
			_, isMoved := got.(*protocol.Moved)
			if e, failed := got.(*protocol.Error); failed && e.Code != protocol.CodeRoomGone {
				t.Fatalf("got %s", e.Code)
			} else if isMoved || failed {
				break
			}
		}
		r.until(func() bool { return len(r.hub.rooms) == 0 })
		if !p.gone() {
			t.Fatal("the move has brought the room back")
		}
	}
}

func TestAMoveThatCannotBeWrittenChangesNothing(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host := p.host()
		before, err := p.stored()
		if err != nil {
			t.Fatal(err)
		}
		limitFiles(t, 0)
		c := r.connect()
		c.send(p.moveMessage(c, 5*day, protocol.Appointment{1}))
		c.expectEnd(protocol.CodeInternal)
		limitFiles(t, noLimit)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got, err := p.stored(); err != nil || got != before {
			t.Errorf("stored %+v, %v", got, err)
		}
		host.quiet()
		p.move(5*day, protocol.Appointment{1})
		expect[*protocol.Moved](host)
		r.hub.Close()
		if !strings.Contains(r.log.String(), `operation="move room"`) {
			t.Errorf("the operator reads %q", r.log)
		}
	})
}
