package signal

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/wsconn"
	"einmal/rooms"
)

// In these tests time does not pass: it jumps when everybody waits. A test that sleeps sees what
// the hub does until then.
func atTime(t *testing.T, test func(*testing.T, *testServer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newPipeServer(t)) })
}

const moment = time.Millisecond

func TestAUsedRoomIsErasedTwoMinutesAfterTheLastMember(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		knocker := p.knock() // does not keep it
		p.use(host, guests[0])
		guests[0].lose()
		time.Sleep(10 * time.Minute)
		if p.gone() {
			t.Fatal("erased while the host was there")
		}
		host.lose()
		time.Sleep(roomstate.EmptyTime - moment)
		if p.gone() {
			t.Fatal("erased too early")
		}
		time.Sleep(2 * moment)
		if !p.gone() {
			t.Fatal("not erased")
		}
		expect[*protocol.Host](knocker) // away
		expect[*protocol.Host](knocker) // gone
		knocker.expectEnd(protocol.CodeRoomGone)
		late := r.connect()
		late.send(p.joinMessage(late, true))
		late.expectEnd(protocol.CodeRoomGone)
	})
}

func TestAMemberWhoComesBackKeepsAUsedRoom(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		p.use(host, guests[0])
		guests[0].lose()
		host.lose()
		time.Sleep(roomstate.EmptyTime - moment)
		guest, w := p.back(guests[0], false, nil)
		if w.SID != guests[0].sid {
			t.Error("it had lost its place, though the roster names it")
		}
		time.Sleep(10 * time.Minute)
		if p.gone() {
			t.Fatal("erased while a member was there")
		}
		guest.send(&protocol.Leave{})
		time.Sleep(roomstate.EmptyTime + moment)
		if !p.gone() {
			t.Fatal("not erased")
		}
	})
}

func TestARoomThatWasNotUsedWaitsUntilItExpires(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		host.send(&protocol.Connected{}) // the guest never is
		host.send(&protocol.Connected{})
		host.quiet()
		guests[0].lose()
		host.lose()
		time.Sleep(23 * time.Hour)
		if room, err := p.stored(); err != nil || room.Used {
			t.Fatalf("stored %+v, %v", room, err)
		}
		p.newest = nil       // nobody was there for long, so the server has forgotten it
		knocker := p.knock() // does not keep it
		time.Sleep(time.Hour)
		knocker.expectEnd(protocol.CodeRoomGone)
		if !p.gone() {
			t.Error("not erased at its expiry")
		}
	})
}

func TestAnExpiredRoomIsErasedThoughNobodyAsks(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(2)
		time.Sleep(24*time.Hour + sweepEvery + moment)
		key := r.store.RoomKey(rooms.ID(p.room))
		if err := r.store.Erase(key); !errors.Is(err, rooms.ErrGone) {
			t.Errorf("it was still on disk: %v", err)
		}
	})
}

func TestAfterARestartAUsedRoomHasTwoMinutes(t *testing.T) {
	for _, somebodyComes := range []bool{false, true} {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(2)
			host, guests := p.call(1)
			p.use(host, guests[0])
			unused := r.newRoom(2)
			r.restart()
			time.Sleep(roomstate.EmptyTime - moment)
			if p.gone() {
				t.Fatal("erased too early")
			}
			if somebodyComes {
				p.back(guests[0], false, p.newest)
			}
			time.Sleep(2 * moment)
			if p.gone() == somebodyComes {
				t.Errorf("somebody comes: %v, gone: %v", somebodyComes, p.gone())
			}
			if unused.gone() {
				t.Error("the room that was not used is gone too")
			}
		})
	}
}

func TestCredentialsAreRenewedAfterTwoFifthsOfTheirLife(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		knocker := p.knock()
		expect[*protocol.Knock](host)
		first := expect[*protocol.RelayAccess](guests[0])
		expect[*protocol.RelayAccess](host)
		time.Sleep(r.relay.life*2/5 - moment)
		guests[0].quiet()
		time.Sleep(2 * moment)
		second := expect[*protocol.RelayAccess](guests[0])
		if second.Expires-first.Expires != int64(r.relay.life*2/5/time.Second) ||
			second.Username != first.Username {
			t.Errorf("renewed from %+v to %+v", first, second)
		}
		expect[*protocol.RelayAccess](host)
		knocker.quiet()
		if len(knocker.relays) > 0 {
			t.Error("a knocker got credentials")
		}
		guests[0].lose()
		time.Sleep(roomstate.GraceTime / 2)
		back, _ := p.back(guests[0], false, nil)
		expect[*protocol.RelayAccess](back)
		time.Sleep(r.relay.life*2 + moment) // five renewals from here
		for range 5 {
			expect[*protocol.RelayAccess](back)
		}
		back.quiet()
		if len(back.relays) > 0 {
			t.Error("it was renewed more often")
		}
	})
}

func TestWhoDoesNotJoinInTimeIsCutOff(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(2)
		idle := r.connect()
		joined := p.knock()
		creator := r.connect()
		other := r.uncreatedRoom()
		creator.send(other.createMessage(creator, 2, 3600))
		expect[*protocol.Created](creator)
		time.Sleep(joinWait - moment)
		if len(idle.in) > 0 {
			t.Error("cut off too early")
		}
		time.Sleep(2 * moment)
		idle.expectEnd(protocol.CodeTooSlow)
		joined.quiet()
		creator.send(other.joinMessage(creator, true))
		creator.welcome()
	})
}

func TestAConnectionThatDoesNotAnswerPingsIsLost(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host := p.host()
		dead := r.connectSilent()
		dead.ws.SetPingHandler(func(string) error { return nil })
		go dead.read()
		dead.nonce = expect[*protocol.Challenge](dead).Nonce
		dead.send(p.joinMessage(dead, false))
		dead.welcome()
		expect[*protocol.Knock](host)
		time.Sleep(wsconn.PongWait - moment)
		if len(dead.in) > 0 {
			t.Error("given up too early")
		}
		time.Sleep(2 * moment)
		expect[gotClose](dead)
		time.Sleep(roomstate.GraceTime)
		expect[*protocol.Left](host)
		time.Sleep(time.Hour) // the host answers its pings
		host.quiet()
	})
}

func TestARoomThatCannotBeErasedIsNotSaidToBeOver(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(2)
		host, guests := p.call(1)
		p.use(host, guests[0])
		if err := r.store.Close(); err != nil { // every transaction fails from here on
			t.Fatal(err)
		}
		host.send(p.end())
		host.expectEnd(protocol.CodeInternal)
		guests[0].quiet()
		store, err := rooms.Open(r.dir)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		r.store, r.hub.config.Store = store, store
		host, _ = p.back(host, true, nil)
		host.send(p.end())
		expect[*protocol.End](guests[0])
		if !p.gone() {
			t.Error("not erased")
		}
	})
}
