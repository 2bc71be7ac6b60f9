package signal

import (
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

func (p *testRoom) key() rooms.Key { return p.server.store.RoomKey(rooms.ID(p.room)) }

// expectClosed takes the end of a socket that the client has given up, or been told to.
func (c *client) expectClosed(status int) {
	c.t.Helper()
	if got := expect[gotClose](c); got.status != status {
		c.t.Errorf("closed with %+v", got)
	}
}

func TestARoomDoesNotExpireUnderPeople(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		time.Sleep(23 * time.Hour)
		host, guests := p.call(1) // nobody is connected directly, and the room never used
		for hour := range 30 {
			time.Sleep(time.Hour)
			synctest.Wait()
			room, err := p.stored()
			if ahead := time.Until(room.Expires); err != nil || ahead < time.Hour-time.Minute ||
				ahead > 2*time.Hour || room.Used {
				t.Fatalf("after %d hours stored is %+v, %v", hour, room, err)
			}
		}
		host.lose()
		guests[0].frame(host.sid, "alone")
		knocker := p.knock()
		time.Sleep(3 * time.Hour)
		if p.gone() {
			t.Fatal("it has expired under a guest")
		}
		guests[0].lose()
		time.Sleep(2*time.Hour + sweepEvery)
		if !p.gone() {
			t.Error("it has not expired although nobody but a knocker is there")
		}
		for range 3 {
			if e, over := (<-knocker.in).(*protocol.Error); over {
				if e.Code != protocol.CodeRoomGone {
					t.Errorf("the knocker gets %s", e.Code)
				}
				return
			}
		}
		t.Error("the knocker is told nothing")
	})
}

func TestARoomPastItsEndOutlivesARestartInMidCall(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		time.Sleep(23 * time.Hour)
		host, guests := p.call(1)
		time.Sleep(5 * time.Hour)
		r.restart()
		time.Sleep(30 * time.Minute)
		host, w := p.back(host, true, p.newest)
		if w.Role != protocol.RoleHost || w.Roster == nil {
			t.Fatalf("the host is welcomed with %+v", w)
		}
		guest, w := p.back(guests[0], false, p.newest)
		if w.Role != protocol.RoleGuest {
			t.Fatalf("the guest is welcomed with %+v", w)
		}
		time.Sleep(5 * time.Hour)
		guest.frame(host.sid, "we go on")
		expect[gotFrame](host)
	})
}

// TestAFullDiskThrowsNobodyOut: its record has expired, and the room is there for those in it, for
// whoever comes, and for the operator.
func TestAFullDiskThrowsNobodyOut(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		limitFiles(t, 0)
		time.Sleep(30 * time.Hour)
		if !p.gone() {
			t.Fatal("the disk is not full")
		}
		guests[0].frame(host.sid, "we go on")
		expect[gotFrame](host)
		late := p.admit(host, guests[0])
		for what, held := range map[string]func() ([]protocol.RoomInfo, error){
			"list": r.hub.RoomInfos,
			"show": func() ([]protocol.RoomInfo, error) { return r.hub.RoomDetails(p.handle(), true) },
		} {
			if infos, err := held(); err != nil || len(infos) != 1 || infos[0].Members != 3 {
				t.Errorf("%s: %+v, %v", what, infos, err)
			}
		}
		thief := r.uncreatedRoom() // who has the link, and another host key
		thief.room = p.room
		for maker, want := range map[*testRoom]protocol.Code{p: "", thief: protocol.CodeRoomExists} {
			c := r.connect()
			c.send(maker.createMessage(c, 3, 24*60*60))
			if want == "" {
				expect[*protocol.Created](c)
			} else {
				c.expectEnd(want)
			}
		}
		limitFiles(t, noLimit)
		time.Sleep(roomstate.RetryTime + sweepEvery + moment)
		if room, err := p.stored(); err != nil || time.Until(room.Expires) < time.Hour/2 ||
			room.HostKey != p.hostKey {
			t.Errorf("stored %+v, %v", room, err)
		}
		late.frame(host.sid, "and on")
		expect[gotFrame](host)
		if err := r.hub.EndRoom(p.handle()); err != nil || !p.gone() {
			t.Errorf("ended: %v", err)
		}
		late.expectEnd(protocol.CodeEndedByOperator)
	})
}

// TestASweepSparesARoomWithPeopleInIt, whatever its record says.
func TestASweepSparesARoomWithPeopleInIt(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p, empty := r.newRoom(3), r.newRoom(3)
		host, guests := p.call(1)
		time.Sleep(10 * time.Hour)
		for _, k := range []rooms.Key{p.key(), empty.key()} {
			if err := r.store.Update(k, func(r *rooms.Room) {
				r.Expires = time.Now().Add(-time.Hour)
			}); err != nil {
				t.Fatal(err)
			}
		}
		r.hub.sweepOnce(time.Now())
		for k, isThere := range map[rooms.Key]bool{p.key(): true, empty.key(): false} {
			if err := r.store.Update(k, func(*rooms.Room) {}); (err == nil) != isThere {
				t.Errorf("there is %v: %v", isThere, err)
			}
		}
		guests[0].frame(host.sid, "we go on")
		expect[gotFrame](host)
	})
}

// TestAMovedRoomStaysAlthoughItWasUsed: whoever moves it means it to be there.
func TestAMovedRoomStaysAlthoughItWasUsed(t *testing.T) {
	for _, duringTheCall := range []bool{true, false} {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(3)
			host, guests := p.call(1)
			p.use(host, guests[0])
			leave := func() {
				host.lose()
				guests[0].lose()
				time.Sleep(roomstate.EmptyTime - moment)
			}
			var m *protocol.Moved
			if duringTheCall {
				m = p.move(20*day, protocol.Appointment{1})
				leave()
			} else {
				leave()
				m = p.move(20*day, protocol.Appointment{1})
			}
			stays := func() {
				t.Helper()
				room, err := p.stored()
				if err != nil || room.Used || room.Expires.Unix() != m.Expires ||
					room.Removal != p.epoch {
					t.Fatalf("during the call: %v; stored %+v, %v", duringTheCall, room, err)
				}
			}
			stays()
			time.Sleep(10 * time.Minute)
			stays()
			r.restart()
			time.Sleep(19 * day)
			stays()
			p.newest = nil // the server has forgotten it
			host, guests = p.call(1)
			p.use(host, guests[0])
			leave()
			time.Sleep(2 * moment)
			if !p.gone() {
				t.Error("once used again it is erased like any other")
			}
		})
	}
}

func TestARoomThatTheHostLeavesForNowStaysUntilItExpires(t *testing.T) {
	for _, keep := range []bool{true, false} {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(3)
			host, guests := p.call(1)
			p.use(host, guests[0])
			guests[0].send(&protocol.Leave{Keep: true}) // which is for the host to say
			guests[0].expectClosed(websocket.CloseNormalClosure)
			time.Sleep(time.Second)
			if room, err := p.stored(); err != nil || !room.Used {
				t.Fatalf("stored %+v, %v", room, err)
			}
			host.send(&protocol.Leave{Keep: keep})
			expect[*protocol.Left](host)
			host.expectClosed(websocket.CloseNormalClosure)
			time.Sleep(roomstate.EmptyTime + moment)
			room, err := p.stored()
			if p.gone() == keep || keep && (err != nil || room.Used) {
				t.Fatalf("keep is %v, stored %+v, %v", keep, room, err)
			}
			if !keep {
				return
			}
			r.restart()
			time.Sleep(20 * time.Hour)
			p.newest = nil // the server has forgotten it
			host, guests = p.call(1)
			p.use(host, guests[0])
			host.lose()
			guests[0].lose()
			time.Sleep(roomstate.EmptyTime + moment)
			if !p.gone() {
				t.Error("once used again it is erased like any other")
			}
		})
	}
}
